package io.asyncio4j.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// The kinds of I/O that a test runs on. Immutable.
public enum Io {
    IO_URING(Io::hasRings), EPOLL(Epoll::isAvailable), NIO(() -> true);

    private final BooleanSupplier available;

    Io(BooleanSupplier available) {
        this.available = available;
    }

    /// Netty reads its settings when it is asked first, and the library has one to make before.
    private static boolean hasRings() {
        try {
            Class.forName("io.asyncio4j.net.netty.IoUringBackend");
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
        return IoUring.isAvailable();
    }

    /// Each of the values on each kind of I/O: the arguments of a parameterized class.
    public static Stream<Arguments> each(Object... values) {
        return Stream.of(values).flatMap(value -> Stream.of(values()).map(io -> Arguments.of(value, io)));
    }

    /// As [Net#net], on this kind of I/O; skipped where the machine has not got it.
    public void net(AsyncAction body) throws Exception {
        with(() -> Net.net(body));
    }

    /// Runs an action that makes loops, on this kind of I/O; skipped where the machine has not got it.
    public void with(AsyncAction action) throws Exception {
        choose();
        try {
            action.run();
        } finally {
            forget();
        }
    }

    /// Has loops be on this kind of I/O from now on; for tests whose loops open the network when the first connection comes.
    public void choose() {
        assumeTrue(available, () -> this + " is not available here");
        System.setProperty("asyncio4j.io", name().toLowerCase());
    }

    /// Ends what [#choose()] began.
    public static void forget() {
        System.clearProperty("asyncio4j.io");
    }
}
