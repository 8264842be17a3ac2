package io.asyncio4j.net.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;

/// Registers descriptors with Netty's loop. Stateless; the loop's own thread.
final class Watches {
    private Watches() {
    }

    /// Registers; done when this returns, because this is the loop's own thread.
    static IoRegistration register(NettyDriver driver, IoHandle handle) {
        Future<IoRegistration> done = driver.netty().register(handle);
        if (!done.isSuccess()) {
            throw new IllegalStateException("watch failed: the descriptor is watched already, or closed",
                    done.cause());
        }
        return done.getNow();
    }
}
