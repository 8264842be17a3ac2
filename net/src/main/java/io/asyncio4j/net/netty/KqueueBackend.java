package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import java.io.IOException;
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
    public Channel socket() {
        return new KQueueSocketChannel();
    }

    @Override
    public ServerChannel serverSocket() {
        return new KQueueServerSocketChannel();
    }

    @Override
    public Watch watch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        return new KqueueWatch(driver, descriptor, listener);
    }
}
