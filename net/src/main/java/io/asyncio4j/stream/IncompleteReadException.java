package io.asyncio4j.stream;

import java.io.EOFException;

/// The stream ended before the read was satisfied: asyncio's `IncompleteReadError`.
public final class IncompleteReadException extends EOFException {
    /// What [#expected()] says when the read waited for a separator and not for a number of bytes.
    public static final int UNKNOWN = -1;
    private static final long serialVersionUID = 1L;

    private final byte[] partial;
    private final int expected;

    /// A read that could not be satisfied.
    ///
    /// @param partial the bytes read before the end
    /// @param expected how many bytes were asked for, or [#UNKNOWN]
    public IncompleteReadException(byte[] partial, int expected) {
        super(partial.length + " bytes read on a total of "
                + (expected == UNKNOWN ? "undefined" : Integer.toString(expected))
                + " expected bytes; partial() has what came");
        this.partial = partial;
        this.expected = expected;
    }

    /// The bytes read before the end.
    public byte[] partial() {
        return partial;
    }

    /// How many bytes were asked for, or [#UNKNOWN].
    public int expected() {
        return expected;
    }
}
