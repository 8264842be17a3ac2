package io.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/// The peer closed the connection before it sent a response. Immutable.
public final class DisconnectedException extends HttpException {

    private static final long serialVersionUID = 1;

    /// Creates the exception.
    ///
    /// @param message what failed, where, and what to do
    /// @param cause what lies beneath, or null
    public DisconnectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
