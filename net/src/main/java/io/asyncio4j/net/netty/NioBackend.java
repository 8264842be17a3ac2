package io.asyncio4j.net.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

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
    public boolean anyThread() {
        return true;
    }

    @Override
    public Channel socket() {
        return new NioSocketChannel();
    }

    @Override
    public ServerChannel serverSocket() {
        return new NioServerSocketChannel();
    }
}
