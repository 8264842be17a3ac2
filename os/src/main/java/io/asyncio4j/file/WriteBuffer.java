package io.asyncio4j.file;

import java.util.Arrays;

/// Bytes that are to be written. Loop-confined, except while a [Draining] takes them out.
final class WriteBuffer {
    /// How many bytes wait at most.
    static final int CAPACITY = 64 * 1024;

    private static final int FIRST = 8 * 1024;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int size;

    boolean hasRoom(int count) {
        return count <= CAPACITY - size;
    }

    void add(byte[] source, int from, int count) {
        if (bytes.length - size < count) {
            int room = Math.clamp(2L * (size + count), FIRST, CAPACITY);
            bytes = Arrays.copyOf(bytes, room);
        }
        System.arraycopy(source, from, bytes, size, count);
        size += count;
    }

    int size() {
        return size;
    }

    /// @param at where in the file the bytes belong
    Draining drain(Device device, String name, long at) {
        return new Draining(device, name, bytes, 0, size, at);
    }

    /// Keeps what was not written.
    void written(int count) {
        System.arraycopy(bytes, count, bytes, 0, size - count);
        size -= count;
    }

    void drop() {
        bytes = NONE;
        size = 0;
    }
}
