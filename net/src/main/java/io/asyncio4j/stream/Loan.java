package io.asyncio4j.stream;

import java.nio.ByteBuffer;

/// The memory of a coroutine that waits for a stream, and how much of it has been filled since. Owner-confined.
///
/// @implNote What has been filled is the coroutine's as soon as it goes on. Until then it is the stream's still: somebody else
/// who reads gets it, and so does the next reader if the coroutine is cancelled before it goes on.
final class Loan {
    final ByteBuffer memory;
    int filled;

    Loan(ByteBuffer memory) {
        this.memory = memory;
    }

    /// Moves what has been filled to the front of `queue`.
    void takeBack(ByteQueue queue) {
        if (filled > 0) {
            int from = memory.position() - filled;
            byte[] bytes = new byte[filled];
            memory.get(from, bytes).position(from);
            filled = 0;
            queue.addFirst(bytes);
        }
    }
}
