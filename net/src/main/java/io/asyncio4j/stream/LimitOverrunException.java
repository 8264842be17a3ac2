package io.asyncio4j.stream;

import java.io.IOException;

/// A separator is farther away than the stream's limit: asyncio's `LimitOverrunError`. The bytes stay in the stream.
public final class LimitOverrunException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int consumed;

    /// A separator that is too far away.
    ///
    /// @param message what happened
    /// @param consumed how many bytes before the separator, or before the part that may begin one
    public LimitOverrunException(String message, int consumed) {
        super(message);
        this.consumed = consumed;
    }

    /// How many bytes may be read and dropped without losing a separator.
    public int consumed() {
        return consumed;
    }
}
