package io.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/// The body of a response was cut off, is too large, badly compressed or in an unknown charset. Immutable.
public final class PayloadException extends HttpException {

    private static final long serialVersionUID = 1;

    /// Creates the exception.
    ///
    /// @param message what failed, where, and what to do
    /// @param cause what lies beneath, or null
    public PayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
