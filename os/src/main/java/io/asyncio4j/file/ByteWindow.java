package io.asyncio4j.file;

import java.util.Arrays;

/// Bytes that were read and not yet taken. Loop-confined, except while a [Filling] adds to its end.
final class ByteWindow {
    private static final byte[] NONE = {};
    private static final int KEPT = 256 * 1024;

    byte[] bytes = NONE;
    int start;
    int end;

    int size() {
        return end - start;
    }

    void skip(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(bytes, start, start + count);
        skip(count);
        return taken;
    }

    byte[] copy() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    void clear() {
        start = 0;
        end = 0;
        if (bytes.length > KEPT) {
            bytes = NONE;
        }
    }
}
