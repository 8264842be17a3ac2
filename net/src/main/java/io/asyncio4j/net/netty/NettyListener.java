package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Acceptor;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Listener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A listening channel as a [Listener]. Loop-confined; the handler's methods are called by Netty during the poll.
final class NettyListener extends ChannelInboundHandlerAdapter implements Listener {
    static {
        Failures.loadForLackOfDescriptors();
    }

    private final NettyDriver driver;
    private final Acceptor acceptor;
    private final Channel channel;
    private final ChannelEndpoint endpoint;
    private boolean closed;

    NettyListener(NettyDriver driver, Acceptor acceptor, int backlog) {
        this.driver = driver;
        this.acceptor = acceptor;
        this.channel = driver.backend().serverSocket();
        this.endpoint = new ChannelEndpoint(channel);
        channel.config().setOption(ChannelOption.SO_BACKLOG, backlog);
        ServerChannelRecvByteBufAllocator accepts = new ServerChannelRecvByteBufAllocator();
        accepts.maxMessagesPerRead(backlog);
        channel.config().setRecvByteBufAllocator(accepts);
    }

    /// Binds and listens. Loop's own thread.
    ///
    /// @return what went wrong, or null
    @Nullable Throwable bind(SocketAddress local, Map<SocketOption<?>, Object> options) {
        try {
            channel.config().setAutoRead(false);
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
            ChannelEndpoint.apply(channel, options);
            channel.pipeline().addLast(this);
            Channels.register(driver, channel);
            ChannelFuture bound = channel.bind(local);
            if (bound.isSuccess()) {
                return null;
            }
            channel.close();
            return bound.cause() != null ? bound.cause()
                    : new IllegalStateException("bind did not end at once");
        } catch (RuntimeException failure) {
            channel.unsafe().closeForcibly();
            throw failure;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel child = (Channel) message;
        if (closed) {
            child.unsafe().closeForcibly();
            return;
        }
        Acceptor taker = acceptor.next();
        EventLoop home = taker.loop();
        if (home == null || home == driver.loop()) {
            try {
                taker.accepted(Channels.prepare(driver, child, Map.of()));
            } catch (Throwable failure) { // of the system, or a class that cannot be loaded without a descriptor
                child.unsafe().closeForcibly();
                throw failure;
            }
            return;
        }
        HandOver.to(home, child, () -> taker.accepted(Channels.prepare(NettyDriver.of(home), child, Map.of())),
                child.unsafe()::closeForcibly);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!closed) {
            acceptor.failed(Failures.readable(cause, endpoint));
        }
    }

    @Override
    public void accepting(boolean on) {
        if (!closed) {
            Host.current().call(() -> channel.config().setAutoRead(on));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Host.current().call(() -> driver.settle(channel.close()));
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }
}
