package io.asyncio4j.net.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import java.net.SocketOption;
import java.util.Map;

/// Sets channels up as asyncio sets up its sockets. Stateless.
final class Channels {
    private Channels() {
    }

    /// Registers a stream channel with the loop and makes its wire. Nothing is read before the wire is told to.
    static NettyWire prepare(NettyDriver driver, Channel channel, Map<SocketOption<?>, Object> options) {
        ChannelConfig config = channel.config();
        config.setAutoRead(false);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setRecvByteBufAllocator(driver.staging());
        ChannelEndpoint.apply(channel, options);
        NettyWire wire = new NettyWire(driver, channel);
        channel.pipeline().addLast(wire);
        register(driver, channel);
        return wire;
    }

    /// Registers a channel with the loop; done when this returns, because this is the loop's own thread.
    static void register(NettyDriver driver, Channel channel) {
        ChannelPromise registered = channel.newPromise();
        channel.unsafe().register(driver.netty(), registered);
        if (registered.cause() != null) {
            throw new IllegalStateException("register socket failed: " + channel, registered.cause());
        }
        driver.track(channel);
    }
}
