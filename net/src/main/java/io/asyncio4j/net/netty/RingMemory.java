package io.asyncio4j.net.netty;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Small pieces of memory outside the heap, which the kernel uses while a request is under way. Loop-confined.
///
/// @implNote What was given back last is taken first, so that it is still in the processor's cache. Pieces are made in blocks and
/// stay until the ring is closed: of a loop that is forgotten and never closed, the kernel may fill them still.
final class RingMemory {
    static final int PIECE = 2 * 1024;
    private static final int BLOCK = 64;

    /// One piece.
    record Piece(ByteBuffer bytes, long address) {
    }

    private static final Set<RingMemory> OF_OPEN_RINGS = ConcurrentHashMap.newKeySet();

    private final List<ByteBuffer> blocks = new ArrayList<>();
    private final ArrayDeque<Piece> free = new ArrayDeque<>(BLOCK);
    private int inUse;

    Piece take() {
        if (free.isEmpty()) {
            addBlock();
        }
        inUse++;
        return free.pop();
    }

    private void addBlock() {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK * PIECE);
        blocks.add(block);
        OF_OPEN_RINGS.add(this);
        for (int i = 0; i < BLOCK; i++) {
            ByteBuffer bytes = block.slice(i * PIECE, PIECE);
            free.add(new Piece(bytes, MemorySegment.ofBuffer(bytes).address()));
        }
    }

    /// No request may use it any more.
    void giveBack(Piece piece) {
        inUse--;
        free.push(piece);
    }

    int inUse() {
        return inUse;
    }

    /// The ring has been closed.
    void close() {
        OF_OPEN_RINGS.remove(this);
    }
}
