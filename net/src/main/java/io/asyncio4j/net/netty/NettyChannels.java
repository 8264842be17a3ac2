package io.asyncio4j.net.netty;

import io.asyncio4j.loop.EventLoop;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketOption;
import java.util.Map;

/// What the codecs of module http need of a loop's driver, and no more: the Netty loop, sockets of its kind, and the list of
/// open ones. Loop-confined; touch channels within `Host.call` only.
public final class NettyChannels {

    private final NettyDriver driver;

    private NettyChannels(NettyDriver driver) {
        this.driver = driver;
    }

    /// {@return the channels of this loop; its driver is installed now if it has parked so far}
    ///
    /// @param loop the running loop
    /// @throws IllegalStateException when the loop has a driver of another kind
    public static NettyChannels of(EventLoop loop) {
        return new NettyChannels(NettyDriver.of(loop));
    }

    /// {@return Netty's view of the loop}
    public IoEventLoop eventLoop() {
        return driver.netty();
    }

    /// {@return a TCP socket that is not connected}
    public Channel socket() {
        return driver.backend().socket();
    }

    /// {@return a TCP socket that will listen}
    ///
    /// @param options the socket's
    /// @throws UnsupportedOperationException when this kind of socket has no such option
    public ServerChannel serverSocket(Map<SocketOption<?>, Object> options) {
        ServerChannel channel = driver.backend().serverSocket();
        ChannelEndpoint.apply(channel, options);
        return channel;
    }

    /// {@return a failure in the words that this module has for it, of a type that a program can tell apart}
    ///
    /// @param failure what Netty raised
    /// @param where the addresses, or what was done
    public static IOException readable(Throwable failure, Object where) {
        return Failures.readable(failure, where);
    }

    /// Loads what it takes to report a lack of descriptors, for a server to do before there is one.
    public static void loadForLackOfDescriptors() {
        Failures.loadForLackOfDescriptors();
    }

    /// Notes an open channel, so that the driver can warn of it and close it.
    ///
    /// @param channel the channel
    public void track(Channel channel) {
        driver.track(channel);
    }
}
