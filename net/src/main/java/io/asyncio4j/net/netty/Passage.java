package io.asyncio4j.net.netty;

import io.asyncio4j.net.posix.HeapIo;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Memory that what the sockets of a loop receive and send passes through: the same for all, so that it stays in the
/// processor's cache. Confined to the loop's own thread.
///
/// @implNote What has been received lies there until the next call receives. What is sent has a place of its own, because a
/// protocol may write while it is asked where to put what has been received.
final class Passage {
    /// asyncio's largest single read.
    private static final int SIZE = HeapIo.PIECE;
    /// Who moves less has nothing from doing it in a faster way, which takes its time to get ready.
    private static final int FIRST_BYTES = 1024 * 1024;

    private @Nullable ByteBuffer heap;
    private @Nullable ByteBuffer direct;
    private @Nullable ByteBuffer scratch;
    private @Nullable HeapIo heapIo;
    private int moved;

    /// How to do without memory outside the heap; null where that is not possible, or not yet.
    @Nullable HeapIo heapIo() {
        return heapIo;
    }

    /// Notes that so many bytes have gone through memory outside the heap.
    void moved(int bytes) {
        moved += bytes;
        if (moved > FIRST_BYTES && heapIo == null) {
            moved = 0;
            heapIo = HeapIo.ifBound();
        }
    }

    /// To receive into, on the heap; empty.
    ByteBuffer heap() {
        ByteBuffer memory = heap;
        if (memory == null) {
            memory = ByteBuffer.allocate(SIZE);
            heap = memory;
        }
        return memory.clear();
    }

    /// To receive into, outside the heap; empty.
    ByteBuffer direct() {
        ByteBuffer memory = direct;
        if (memory == null) {
            memory = ByteBuffer.allocateDirect(SIZE);
            direct = memory;
        }
        return memory.clear();
    }

    /// For one system call of another kind at a time, outside the heap; empty.
    ByteBuffer scratch() {
        ByteBuffer memory = scratch;
        if (memory == null) {
            memory = ByteBuffer.allocateDirect(SIZE);
            scratch = memory;
        }
        return memory.clear();
    }
}
