package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Linux's epoll. Stateless.
final class EpollBackend implements Backend {

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public @Nullable Throwable unavailability() {
        return Epoll.unavailabilityCause();
    }

    @Override
    public IoHandlerFactory handlers() {
        return EpollIoHandler.newFactory();
    }

    @Override
    public IoRegistration registered(IoRegistration registration) {
        return new KeptRegistration(registration);
    }

    @Override
    public boolean tcpByHand() {
        return true;
    }

    /// Unix sockets are watched by levels: less than was asked for does not mean there that nothing is left.
    @Override
    public StreamSocket stream(NettyDriver driver, NativeStream calls) {
        return calls.isTcp() ? new EdgeStream(driver, calls) : calls;
    }

    @Override
    public Channel socket() {
        return new EpollSocketChannel();
    }

    @Override
    public ServerChannel serverSocket() {
        return new EpollServerSocketChannel();
    }

    @Override
    public Watch watch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        return new EpollWatch(driver, descriptor, listener);
    }
}
