package io.asyncio4j.tls;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// Memory for ciphertext on its way to the transport, shared by all connections of a loop: it is lent to one at a time,
/// and an inner TLS has it while the outer one writes. Loop-confined.
final class Scratch {
    private static final int SIZE = 68 * 1024; // four full records

    private final ByteBuffer buffer = ByteBuffer.allocate(SIZE);
    private boolean lent;

    /// The empty buffer, or null while somebody else has it.
    @Nullable ByteBuffer borrow() {
        if (lent) {
            return null;
        }
        lent = true;
        return buffer.clear();
    }

    /// Whether it is this buffer.
    boolean owns(ByteBuffer other) {
        return other == buffer;
    }

    /// Takes the buffer back if it is the one that was lent.
    void giveBack(ByteBuffer other) {
        if (other == buffer) {
            lent = false;
        }
    }
}
