package io.asyncio4j.transport.spi;

import io.asyncio4j.task.Future;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Makes wires for one loop. The loop's [io.asyncio4j.loop.spi.IoDriver] is its network if it implements this as well; so
/// a test replaces the network by giving the loop another driver.
///
/// Loop-confined.
public interface Network {

    /// Connects. Cancelling the future gives the attempt up; a wire that is in the future belongs to whoever takes it.
    ///
    /// @param local the address to connect from, or null for any
    Future<Wire> connect(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options);

    /// Binds a listening socket that accepts nothing until [Listener#accepting] says so.
    ///
    /// @param backlog how many connections may wait to be accepted
    /// @param options for the listening socket
    Listener listen(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options, Acceptor acceptor)
            throws IOException;

    /// Watches a descriptor of the operating system; nothing is wanted of it at first. Closing it stays the caller's
    /// business.
    ///
    /// @throws UnsupportedOperationException when this network cannot
    default Watch watch(int descriptor, WatchListener listener) throws IOException {
        throw new UnsupportedOperationException("descriptor cannot be watched by this network: " + descriptor
                + ", " + getClass().getName() + "; use a loop with the default driver, on Linux");
    }
}
