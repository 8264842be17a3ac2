package io.asyncio4j.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.util.function.BooleanSupplier;

/// The kinds of I/O that a test runs on. Immutable.
public enum Io {
    IO_URING(IoUring::isAvailable), EPOLL(Epoll::isAvailable), NIO(() -> true);

    private final BooleanSupplier available;

    Io(BooleanSupplier available) {
        this.available = available;
    }

    /// As [Net#net], on this kind of I/O; skipped where the machine has not got it.
    public void net(AsyncAction body) throws Exception {
        with(() -> Net.net(body));
    }

    /// Runs an action that makes loops, on this kind of I/O; skipped where the machine has not got it.
    public void with(AsyncAction action) throws Exception {
        assumeTrue(available, () -> this + " is not available here");
        System.setProperty("asyncio4j.io", name().toLowerCase());
        try {
            action.run();
        } finally {
            System.clearProperty("asyncio4j.io");
        }
    }
}
