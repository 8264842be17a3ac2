package io.asyncio4j.net.netty;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import java.io.IOException;

/// Registers handles of our own with Netty's loop. Stateless.
final class Registrations {
    private Registrations() {
    }

    /// Done when this returns, because this is the loop's own thread.
    static IoRegistration register(IoEventLoop loop, IoHandle handle) throws IOException {
        Future<IoRegistration> registered = loop.register(handle);
        if (registered.isSuccess()) {
            return registered.getNow();
        }
        Throwable cause = registered.cause();
        throw cause instanceof IOException refused ? refused
                : cause == null
                        ? new IOException("register descriptor failed: the loop's thread is another one")
                        : new IOException("register descriptor failed: " + cause, cause);
    }
}
