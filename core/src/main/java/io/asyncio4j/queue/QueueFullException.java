package io.asyncio4j.queue;

/// There is no place for one more item without waiting: asyncio's `QueueFull`, thrown by [Queue#putNowait(Object)]. Use
/// [Queue#put(Object)] to wait.
public final class QueueFullException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// An error with this message.
    public QueueFullException(String message) {
        super(message);
    }
}
