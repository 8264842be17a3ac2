package io.asyncio4j.queue;

/// There is no item to take without waiting: asyncio's `QueueEmpty`, thrown by [Queue#getNowait()]. Use [Queue#get()] to wait.
public final class QueueEmptyException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// An error with this message.
    public QueueEmptyException(String message) {
        super(message);
    }
}
