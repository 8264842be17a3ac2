package io.asyncio4j.net.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

import org.jspecify.annotations.Nullable;

/// Linux's io_uring: submissions and completions in shared memory. Stateless.
final class IoUringBackend implements Backend {

    @Override
    public String name() {
        return "io_uring";
    }

    @Override
    public @Nullable Throwable unavailability() {
        return IoUring.unavailabilityCause();
    }

    @Override
    public IoHandlerFactory handlers() {
        return IoUringIoHandler.newFactory();
    }

    @Override
    public Channel socket() {
        return new IoUringSocketChannel();
    }

    @Override
    public ServerChannel serverSocket() {
        return new IoUringServerSocketChannel();
    }
}
