package io.asyncio4j.net.netty;

import io.asyncio4j.net.posix.WatchThread;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectableChannel;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// One kind of I/O the operating system offers, and the channels that go with it. Stateless.
interface Backend {

    /// The name `-Dasyncio4j.io` knows it by.
    String name();

    /// Why it does not work here, or null if it does.
    @Nullable Throwable unavailability();

    /// Makes what polls.
    IoHandlerFactory handlers();

    /// Whether another thread may go on polling where the first has left off, and close what it opened.
    default boolean anyThread() {
        return true;
    }

    /// What stands for a registration of the handler's.
    default IoRegistration registered(IoRegistration registration) {
        return registration;
    }

    /// Whether TCP sockets are used by hand when they are ready, and not by Netty's channels.
    default boolean tcpByHand() {
        return false;
    }

    /// A connected socket in the way it is used by this kind of I/O.
    default StreamSocket stream(NettyDriver driver, NativeStream calls) {
        return calls;
    }

    /// A TCP socket that is not connected.
    Channel socket();

    /// A TCP socket that will listen.
    ServerChannel serverSocket();

    /// Watches a descriptor. Loop's own thread.
    ///
    /// @implNote The JDK's selectors take no descriptors: without an answer of its own, a thread waits for them.
    default Watch watch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        return WatchThread.of(driver.loop()).watch(descriptor, listener);
    }

    /// A unix stream socket that is connected.
    default StreamSocket connectUnix(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) throws IOException {
        return NativeStream.unix(NativeSocket.connectUnix(remote, local, options));
    }

    /// A unix stream socket that listens.
    default ListeningSocket listenUnix(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options)
            throws IOException {
        return NativeListening.unix(NativeSocket.listenUnix(local, backlog, options));
    }

    /// A datagram socket.
    default PacketSocket datagrams(StandardProtocolFamily family, @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote, Map<SocketOption<?>, Object> options) throws IOException {
        boolean ipv6 = family == StandardProtocolFamily.INET6;
        return new NativePackets(NativeSocket.datagrams(ipv6, local, remote, options), remote);
    }

    /// Watches a channel of the JDK. Loop's own thread.
    ///
    /// @implNote The descriptors below the JDK's channels are not to be had: without an answer of its own, a thread waits for
    /// them.
    default Watch watch(NettyDriver driver, SelectableChannel channel, WatchListener listener) throws IOException {
        return driver.selectorThread().watch(channel, listener);
    }
}
