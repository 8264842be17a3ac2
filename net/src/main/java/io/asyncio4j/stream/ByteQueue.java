package io.asyncio4j.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that come in at the end and leave at the front.
///
/// Owner-confined. The bytes lie together from `start` to `end` of one array. An array given to an empty queue becomes
/// that array, and is given back whole if it is asked for whole: a message that comes in one piece and is read in one
/// piece is never copied.
final class ByteQueue {
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int start;
    private int end;

    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    /// Appends `data`, which belongs to the queue from now on.
    void addOwned(byte[] data) {
        if (isEmpty()) {
            bytes = data;
            start = 0;
            end = data.length;
        } else {
            add(data);
        }
    }

    /// Appends a copy of `data`.
    void add(byte[] data) {
        makeRoom(data.length);
        System.arraycopy(data, 0, bytes, end, data.length);
        end += data.length;
    }

    private void makeRoom(int more) {
        if (bytes.length - end >= more) {
            return;
        }
        int size = size();
        int needed = Math.addExact(size, more);
        if (needed <= bytes.length && size <= start) {
            System.arraycopy(bytes, start, bytes, 0, size);
        } else {
            // half as much again, so that a long message made of many pieces is copied a constant number of times
            int roomy = (int) Math.min(Integer.MAX_VALUE - 8L, needed + (needed >> 1));
            byte[] larger = new byte[Math.max(needed, roomy)];
            System.arraycopy(bytes, start, larger, 0, size);
            bytes = larger;
        }
        start = 0;
        end = size;
    }

    /// Takes the first `count` bytes, all of them if there are fewer.
    byte[] take(int count) {
        int size = size();
        if (count >= size) {
            byte[] all = start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
            clear();
            return all;
        }
        byte[] taken = Arrays.copyOfRange(bytes, start, start + count);
        start += count;
        return taken;
    }

    /// Takes as many bytes as fit into `target`, and says how many.
    int takeInto(ByteBuffer target) {
        int count = Math.min(size(), target.remaining());
        target.put(bytes, start, count);
        drop(count);
        return count;
    }

    /// Drops the first `count` bytes.
    void drop(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    void clear() {
        bytes = NONE;
        start = 0;
        end = 0;
    }

    /// Whether the bytes at `index` begin with `pattern`.
    boolean startsWith(byte[] pattern, int index) {
        int from = start + index;
        return from + pattern.length <= end
                && Arrays.equals(bytes, from, from + pattern.length, pattern, 0, pattern.length);
    }

    /// Where `pattern` is found first at `from` or behind it, or -1.
    int indexOf(byte[] pattern, int from) {
        byte first = pattern[0];
        int last = end - pattern.length;
        for (int i = start + from; i <= last; i++) {
            if (bytes[i] == first
                    && (pattern.length == 1
                            || Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length))) {
                return i - start;
            }
        }
        return -1;
    }
}
