package io.asyncio4j.transport.spi;

import io.asyncio4j.task.Future;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Makes wires for one loop. The loop's [io.asyncio4j.loop.spi.IoDriver] is its network if it implements this as well; so
/// a test replaces the network by giving the loop another driver.
///
/// Loop-confined.
public interface Network {

    /// Connects. Cancelling the future gives the attempt up; a wire that is in the future belongs to whoever takes it.
    ///
    /// @param remote an internet address or a unix one
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

    /// Opens a socket for datagrams.
    ///
    /// @param local the address to bind, or null for none
    /// @param remote the address to connect to, or null for none
    default DatagramWire datagrams(StandardProtocolFamily family, @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote, Map<SocketOption<?>, Object> options) throws IOException {
        throw new UnsupportedOperationException("datagrams are not possible on this network: " + this);
    }

    /// Opens a unix socket for datagrams.
    ///
    /// @param local the address to bind, or null for none
    /// @param remote the address to connect to, or null for none
    default DatagramWire unixDatagrams(@Nullable SocketAddress local, @Nullable SocketAddress remote,
            Map<SocketOption<?>, Object> options) throws IOException {
        throw new UnsupportedOperationException("unix datagrams are not possible on this network: " + this);
    }

    /// Takes over a channel of the program for datagrams.
    default DatagramWire datagrams(DatagramChannel channel) throws IOException {
        throw new UnsupportedOperationException("channels of the JDK are not possible on this network: " + this);
    }

    /// Takes over a channel of the program that is connected.
    default Wire wire(SocketChannel channel) throws IOException {
        throw new UnsupportedOperationException("channels of the JDK are not possible on this network: " + this);
    }

    /// Takes over a channel of the program that is bound.
    ///
    /// @param backlog how many connections are accepted at once
    default Listener listen(ServerSocketChannel channel, int backlog, Acceptor acceptor) throws IOException {
        throw new UnsupportedOperationException("channels of the JDK are not possible on this network: " + this);
    }

    /// Watches a channel of the program that is not blocking.
    ///
    /// @throws IllegalStateException when a transport has it
    default Watch watch(SelectableChannel channel, WatchListener listener) throws IOException {
        throw new UnsupportedOperationException("channels of the JDK are not possible on this network: " + this);
    }
}
