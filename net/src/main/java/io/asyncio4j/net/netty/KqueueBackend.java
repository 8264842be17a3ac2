package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/// The kqueue of macOS and the BSDs; its jars are optional, so this class is linked only after a look for them.
/// Stateless.
final class KqueueBackend implements Backend {

    @Override
    public String name() {
        return "kqueue";
    }

    @Override
    public @Nullable Throwable unavailability() {
        return KQueue.unavailabilityCause();
    }

    @Override
    public IoHandlerFactory handlers() {
        return KQueueIoHandler.newFactory();
    }

    @Override
    public boolean anyThread() {
        return true;
    }

    @Override
    public boolean endsAtOnce() {
        return true;
    }

    @Override
    public Channel socket() {
        return new KQueueSocketChannel();
    }

    @Override
    public ServerChannel serverSocket() {
        return new KQueueServerSocketChannel();
    }

    @Override
    public Readiness watch(IoEventLoop loop, FileDescriptor descriptor, ReadinessListener listener) throws IOException {
        return new KqueueReadiness(loop, descriptor, listener);
    }

    @Override
    public Readiness watch(NettyDriver driver, SelectableChannel channel, ReadinessListener listener)
            throws IOException {
        return driver.selectorThread().watch(channel, listener);
    }
}
