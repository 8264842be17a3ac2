package io.asyncio4j.net.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;

/// Netty's event loop, run by hand on the thread of ours, with a wake-up that cannot be lost.
///
/// Confined to its owning thread, except [#wake()], which any thread may call.
///
/// @implNote A wake-up that comes before the poll has gone to sleep finds Netty awake and does nothing there. So it is
/// noted first, and Netty asks [#canBlock()] after it has announced that it will sleep: one of the two sees the other.
final class PolledLoop extends ManualIoEventLoop {
    private volatile boolean woken;

    PolledLoop(Thread owner, IoHandlerFactory handlers) {
        super(owner, handlers);
    }

    @Override
    protected boolean canBlock() {
        return !woken;
    }

    /// Waits for I/O at most so long and handles what there is.
    ///
    /// @param nanos 0 does not wait, less than 0 waits without end
    void poll(long nanos) {
        if (nanos == 0) {
            runNow();
            return;
        }
        run(Math.max(nanos, 0)); // Netty's 0 is without end
        woken = false;
    }

    /// Makes a poll that waits, or the next one that would, return soon.
    void wake() {
        woken = true;
        wakeup();
    }
}
