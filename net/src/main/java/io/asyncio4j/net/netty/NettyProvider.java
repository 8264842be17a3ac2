package io.asyncio4j.net.netty;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Network;
import io.asyncio4j.transport.spi.NetworkProvider;

/// Gives loops a [NettyDriver]. Stateless.
public final class NettyProvider implements NetworkProvider {

    /// For the service loader.
    public NettyProvider() {
    }

    @Override
    public Network install(EventLoop loop) {
        return NettyDriver.of(loop);
    }
}
