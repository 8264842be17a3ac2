package io.asyncio4j.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that wait for the operating system to take them. Owner-confined. They lie together, from `start` to `end` of one
/// array, so that they leave in as few calls as possible however small the pieces were in which they came.
final class Unsent {
    private static final byte[] NONE = {};
    private static final int FIRST = 4096;

    byte[] bytes = NONE;
    int start;
    private int end;

    int size() {
        return end - start;
    }

    void add(ByteBuffer data) {
        int more = data.remaining();
        int size = size();
        if (bytes.length - end < more) {
            int needed = Math.addExact(size, more);
            byte[] target = needed <= bytes.length / 2 ? bytes
                    : new byte[(int) Math.max(FIRST,
                            Math.min(Integer.MAX_VALUE - 8L, needed + (needed >> 1)))];
            System.arraycopy(bytes, start, target, 0, size);
            bytes = target;
            start = 0;
            end = size;
        }
        data.get(bytes, end, more);
        end += more;
    }

    void drop(int count) {
        start += count;
        if (start == end) {
            clear();
        } else if (start > bytes.length / 2 && bytes.length > 16 * FIRST) {
            bytes = Arrays.copyOfRange(bytes, start, end);
            end -= start;
            start = 0;
        }
    }

    void clear() {
        bytes = NONE;
        start = 0;
        end = 0;
    }
}
