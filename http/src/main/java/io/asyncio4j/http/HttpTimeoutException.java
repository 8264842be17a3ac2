package io.asyncio4j.http;

import java.time.Duration;

/// A limit of time ran out. Immutable.
public final class HttpTimeoutException extends HttpException {

    private static final long serialVersionUID = 1;

    private final Phase phase;
    private final Duration elapsed;

    /// Creates the exception.
    ///
    /// @param message what was given up, where, and what to do
    /// @param phase how far the request had come
    /// @param elapsed the time since the request began
    public HttpTimeoutException(String message, Phase phase, Duration elapsed) {
        super(message, null);
        this.phase = phase;
        this.elapsed = elapsed;
    }

    /// {@return how far the request had come}
    public Phase phase() {
        return phase;
    }

    /// {@return the time since the request began}
    public Duration elapsed() {
        return elapsed;
    }
}
