package io.asyncio4j.net.netty;

import io.asyncio4j.net.posix.WatchThread;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

/// One kind of I/O the operating system offers, and the channels that go with it. Stateless.
interface Backend {

    /// The name `-Dasyncio4j.io` knows it by.
    String name();

    /// Why it does not work here, or null if it does.
    @Nullable Throwable unavailability();

    /// Makes what polls.
    IoHandlerFactory handlers();

    /// Whether another thread may go on polling where the first has left off, and close what it opened.
    boolean anyThread();

    /// A TCP socket that is not connected.
    Channel socket();

    /// A TCP socket that will listen.
    ServerChannel serverSocket();

    /// Watches a descriptor. Loop's own thread.
    default Watch watch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        return WatchThread.of(driver.loop()).watch(descriptor, listener);
    }
}
