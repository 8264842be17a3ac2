package io.asyncio4j.net.netty;

import java.util.ArrayDeque;

/// Has a few of the sockets that are ready received from in one iteration of the loop, and the others in the next ones.
/// Loop-confined.
///
/// @implNote A task that waits for a stream goes on in the iteration after the one that received for it. If many large
/// messages were received in between, the processor's cache would have forgotten its own by then. The kernel is asked again
/// when everybody has had a turn, so that nobody has two before that.
final class Turns {
    /// For each iteration; it fits into the cache of one processor.
    private static final int BYTES = 256 * 1024;
    /// What the kernel and the loop themselves touch for one of them, as far as one can tell from measuring.
    private static final int EACH = 4 * 1024;

    private final ArrayDeque<WatchedWire> later = new ArrayDeque<>();
    private int left;

    /// A socket is ready.
    void take(WatchedWire wire) {
        if (left > 0 && later.isEmpty()) {
            tell(wire);
        } else {
            later.add(wire);
        }
    }

    private void tell(WatchedWire wire) {
        left -= Math.max(wire.usual(), EACH);
        wire.readable();
    }

    /// Whether somebody waits for the next iteration.
    boolean isOpen() {
        return !later.isEmpty();
    }

    /// Begins an iteration with those who have waited for it.
    ///
    /// @return whether there was one
    boolean next() {
        left = BYTES;
        boolean any = isOpen();
        while (left > 0 && isOpen()) {
            tell(later.remove());
        }
        return any;
    }
}
