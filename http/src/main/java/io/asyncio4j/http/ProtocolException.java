package io.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/// What the peer sent is not valid HTTP, or exceeds the limits of a head. Immutable.
public final class ProtocolException extends HttpException {

    private static final long serialVersionUID = 1;

    /// Creates the exception.
    ///
    /// @param message what failed, where, and what to do
    /// @param cause what lies beneath, or null
    public ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
