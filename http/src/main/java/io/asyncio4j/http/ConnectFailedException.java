package io.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/// No connection to the server came about: unknown host, refused, unreachable. Immutable.
public final class ConnectFailedException extends HttpException {

    private static final long serialVersionUID = 1;

    /// Creates the exception.
    ///
    /// @param message what failed, where, and what to do
    /// @param cause what lies beneath, or null
    public ConnectFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
