package io.asyncio4j.transport;

/// A file cannot be sent by the operating system alone: asyncio's `SendfileNotAvailableError`.
public final class SendfileNotAvailableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /// With a message that says why.
    public SendfileNotAvailableException(String message) {
        super(message);
    }
}
