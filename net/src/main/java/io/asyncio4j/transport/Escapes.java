package io.asyncio4j.transport;

import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;

/// What no callback may hold back: the two errors that end the loop. Stateless.
final class Escapes {
    private Escapes() {
    }

    /// Throws `failure` itself if it is one of them.
    static void rethrow(Throwable failure) {
        if (failure instanceof KeyboardInterrupt interrupt) {
            throw interrupt;
        }
        if (failure instanceof SystemExit exit) {
            throw exit;
        }
    }
}
