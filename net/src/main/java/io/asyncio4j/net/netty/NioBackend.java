package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JDK's selectors; they work everywhere. Stateless.
final class NioBackend implements Backend {

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public @Nullable Throwable unavailability() {
        return null;
    }

    @Override
    public IoHandlerFactory handlers() {
        return NioIoHandler.newFactory();
    }

    @Override
    public Channel socket() {
        return new NioSocketChannel();
    }

    @Override
    public ServerChannel serverSocket() {
        return new NioServerSocketChannel();
    }

    @Override
    public StreamSocket connectUnix(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) throws IOException {
        return JdkStream.connectUnix(UnixAddresses.forJdk(remote), local == null ? null : UnixAddresses.forJdk(local),
                options);
    }

    @Override
    public ListeningSocket listenUnix(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options)
            throws IOException {
        return JdkListening.listenUnix(UnixAddresses.forJdk(local), backlog, options);
    }

    @Override
    public PacketSocket datagrams(StandardProtocolFamily family, @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote, Map<SocketOption<?>, Object> options) throws IOException {
        return JdkPackets.open(family, local, remote, options);
    }

    @Override
    public Watch watch(NettyDriver driver, SelectableChannel channel, WatchListener listener) throws IOException {
        return new NioWatch(driver, channel, listener);
    }
}
