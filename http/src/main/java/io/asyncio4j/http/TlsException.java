package io.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/// The TLS handshake failed: the certificate is not trusted, is for another host, or no common protocol was found. Immutable.
public final class TlsException extends HttpException {

    private static final long serialVersionUID = 1;

    /// Creates the exception.
    ///
    /// @param message what failed, where, and what to do
    /// @param cause what lies beneath, or null
    public TlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
