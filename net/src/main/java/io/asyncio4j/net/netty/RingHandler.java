package io.asyncio4j.net.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/// Netty's handler of a ring, but for the way it ends. Confined to the loop's own thread, except [#wakeup()].
///
/// @implNote Netty 4.2.18 begins the end with a request that waits for all the others, and a channel of its own that is closed
/// while it writes leaves one behind that never ends. What comes after is held back with it, the read of wake-ups too, of which the
/// kernel then looks the descriptor up when that is closed. So the end begins with a look at what is ready, and nothing is held
/// back. Who is registered has been closed by then.
final class RingHandler implements IoHandler {
    private final IoHandler ring;

    RingHandler(IoHandler ring) {
        this.ring = ring;
    }

    @Override
    public void prepareToDestroy() {
        ring.run(Look.ONCE);
    }

    /// What a poll asks that does not wait.
    private enum Look implements IoHandlerContext {
        ONCE;

        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long now) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }

    // ---- as it is

    @Override
    public void initialize() {
        ring.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return ring.run(context);
    }

    @Override
    public void destroy() {
        ring.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return ring.register(handle);
    }

    @Override
    public void wakeup() {
        ring.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> kind) {
        return ring.isCompatible(kind);
    }
}
