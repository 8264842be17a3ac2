package io.asyncio4j.task;

/// The future is not in a state that allows the operation: asyncio's `InvalidStateError`.
public final class InvalidStateException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// An error with this message.
    public InvalidStateException(String message) {
        super(message);
    }
}
