package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One attempt to connect. Confined to the loop's own thread. The socket is closed when the attempt fails or its future
/// is cancelled.
final class Connector {
    private final NettyDriver driver;
    private final Future<Wire> result;

    Connector(NettyDriver driver, Future<Wire> result) {
        this.driver = driver;
        this.result = result;
    }

    void start(SocketAddress remote, @Nullable SocketAddress local, Map<SocketOption<?>, Object> options) {
        Channel channel;
        try {
            channel = driver.backend().socket();
        } catch (RuntimeException outOfDescriptors) {
            result.setException(Failures.readable(outOfDescriptors, remote));
            return;
        }
        NettyWire wire;
        try {
            wire = Channels.prepare(driver, channel, options);
        } catch (RuntimeException badOption) {
            channel.unsafe().closeForcibly();
            throw badOption;
        }
        ChannelPromise promise = channel.newPromise();
        promise.addListener(_ -> connected(promise, wire, remote));
        result.addDoneCallback(done -> {
            if (done.isCancelled()) {
                Host.current().call(channel::close);
            }
        });
        channel.connect(remote, local, promise);
    }

    private void connected(ChannelFuture attempt, NettyWire wire, SocketAddress remote) {
        if (result.isDone()) {
            wire.close();
        } else if (attempt.isSuccess()) {
            result.setResult(wire);
        } else {
            wire.close();
            result.setException(Failures.readable(attempt.cause(), remote));
        }
    }
}
