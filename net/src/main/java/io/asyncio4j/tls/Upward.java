package io.asyncio4j.tls;

import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.transport.BaseProtocol;

import org.jspecify.annotations.Nullable;

/// What is the same for every call to the protocol on top. Stateless.
final class Upward {
    private Upward() {
    }

    /// Tells `protocol` that its connection is gone; what it throws goes to the loop.
    static void lose(BaseProtocol protocol, @Nullable Throwable failure) {
        try {
            protocol.connectionLost(failure);
        } catch (Exception raised) {
            throw Rethrow.sneaky(raised);
        }
    }

    /// Throws `failure` itself if it is one of those that end the loop and that no callback may hold back.
    static void escape(Throwable failure) {
        if (failure instanceof KeyboardInterrupt || failure instanceof SystemExit) {
            throw (Error) failure;
        }
    }
}
