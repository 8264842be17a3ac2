package io.asyncio4j.net.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Bytes on the heap that wait until the kernel takes more. Owner-confined. Small additions share a block.
final class Backlog {
    private static final int BLOCK = 16 * 1024;

    private final ArrayDeque<Block> blocks = new ArrayDeque<>(1);
    private long size;

    long size() {
        return size;
    }

    /// Adds a copy of what remains in `data` and leaves it empty.
    void add(ByteBuffer data) {
        size += data.remaining();
        Block last = blocks.peekLast();
        if (last != null) {
            last.fill(data);
        }
        if (data.hasRemaining()) {
            Block fresh = new Block(Math.max(BLOCK, data.remaining()));
            fresh.fill(data);
            blocks.add(fresh);
        }
    }

    /// Moves as many bytes into `target` as there are and fit.
    void moveTo(ByteBuf target) {
        while (target.isWritable() && size > 0) {
            Block first = blocks.element();
            int count = Math.min(first.end - first.start, target.writableBytes());
            target.writeBytes(first.bytes, first.start, count);
            first.start += count;
            size -= count;
            if (first.start == first.end) {
                blocks.remove();
            }
        }
    }

    /// What is next in line, or null if nothing is.
    @Nullable ByteBuffer first() {
        Block first = blocks.peek();
        return first == null ? null : ByteBuffer.wrap(first.bytes, first.start, first.end - first.start);
    }

    /// Forgets so many bytes of [#first()].
    void taken(int count) {
        Block first = blocks.element();
        first.start += count;
        size -= count;
        if (first.start == first.end) {
            blocks.remove();
        }
    }

    void clear() {
        blocks.clear();
        size = 0;
    }

    private static final class Block {
        final byte[] bytes;
        int start;
        int end;

        Block(int capacity) {
            bytes = new byte[capacity];
        }

        void fill(ByteBuffer data) {
            int count = Math.min(bytes.length - end, data.remaining());
            data.get(bytes, end, count);
            end += count;
        }
    }
}
