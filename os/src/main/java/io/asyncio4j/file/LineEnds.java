package io.asyncio4j.file;

import java.nio.charset.Charset;

/// What ends a line, in bytes of a charset. Immutable.
final class LineEnds {
    /// `\n` alone, for files without a charset.
    static final LineEnds OF_BYTES = new LineEnds(new byte[]{'\n'}, new byte[]{'\r'}, false);

    /// How many bytes `\n` has.
    final int width;
    private final byte[] newline;
    private final byte[] carriageReturn;
    private final boolean universal;

    private LineEnds(byte[] newline, byte[] carriageReturn, boolean universal) {
        this.width = newline.length;
        this.newline = newline;
        this.carriageReturn = carriageReturn;
        this.universal = universal;
    }

    static LineEnds of(Charset charset, Newlines newlines) {
        return new LineEnds("\n".getBytes(charset), "\r".getBytes(charset), newlines == Newlines.UNIVERSAL);
    }

    /// The index of the first byte of the first line end; -1 without one.
    ///
    /// @param from where a character begins
    int find(byte[] bytes, int from, int to) {
        if (width > 1) {
            return findWide(bytes, from, to);
        }
        byte first = newline[0];
        byte second = universal ? carriageReturn[0] : first;
        for (int i = from; i < to; i++) {
            byte each = bytes[i];
            if (each == first || each == second) {
                return i;
            }
        }
        return -1;
    }

    private int findWide(byte[] bytes, int from, int to) {
        for (int i = from; i + width <= to; i += width) {
            if (matches(newline, bytes, i) || universal && matches(carriageReturn, bytes, i)) {
                return i;
            }
        }
        return -1;
    }

    /// How many bytes the line end at `at` has; 0 when the bytes behind it decide.
    ///
    /// @param last whether there are none behind `to`
    int length(byte[] bytes, int at, int to, boolean last) {
        if (matches(newline, bytes, at)) {
            return width;
        }
        if (at + 2 * width <= to) {
            return matches(newline, bytes, at + width) ? 2 * width : width;
        }
        return last ? width : 0;
    }

    /// Whether `\n` is at `at`, where `width` bytes are.
    boolean isNewline(byte[] bytes, int at) {
        return matches(newline, bytes, at);
    }

    private boolean matches(byte[] pattern, byte[] bytes, int at) {
        for (int i = 0; i < width; i++) {
            if (bytes[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }
}
