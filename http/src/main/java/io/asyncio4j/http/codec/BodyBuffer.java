package io.asyncio4j.http.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Collects a body up to a limit. Loop-confined.
final class BodyBuffer {

    private static final byte[] EMPTY = {};

    private final long limit;
    private byte[] bytes = EMPTY;
    private int size;

    BodyBuffer(long limit) {
        this.limit = Math.min(limit, Integer.MAX_VALUE - 16);
    }

    /// {@return whether the content fitted; if not, nothing of it was taken}
    boolean add(ByteBuf content) {
        int length = content.readableBytes();
        if (!reserve(length)) {
            return false;
        }
        content.readBytes(bytes, size, length);
        size += length;
        return true;
    }

    /// {@return whether the content fitted; if not, nothing of it was taken}
    boolean add(byte[] content, int length) {
        if (!reserve(length)) {
            return false;
        }
        System.arraycopy(content, 0, bytes, size, length);
        size += length;
        return true;
    }

    int size() {
        return size;
    }

    /// {@return what was collected; the buffer is not used after}
    byte[] take() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private boolean reserve(int length) {
        if (length > limit - size) {
            return false;
        }
        int needed = size + length;
        if (needed > bytes.length) {
            // Exact at first, since most bodies come in one piece; then by halves, so that growing stays linear.
            long grown =
                    bytes.length == 0 ? needed : Math.max(needed, bytes.length + (long) bytes.length / 2);
            bytes = Arrays.copyOf(bytes, (int) Math.min(grown, limit));
        }
        return true;
    }
}
