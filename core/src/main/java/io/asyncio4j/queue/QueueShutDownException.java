package io.asyncio4j.queue;

/// The queue was shut down: asyncio's `QueueShutDown`. Nothing can be put into it any more; items can be taken until
/// none is left. Consumers end their loops on it.
public final class QueueShutDownException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// An error with this message.
    public QueueShutDownException(String message) {
        super(message);
    }
}
