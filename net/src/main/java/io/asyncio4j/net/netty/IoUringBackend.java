package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Linux's io_uring: submissions and completions in shared memory. Stateless.
///
/// @implNote The settings are for channels of Netty 4.2.18, of which HTTP's are left. They poll for input with one request that
/// reports many times, but only changes. A reset that comes
/// while the data before it is being read is reported then, ignored then, and never again: the channel hangs. Polls
/// that report once look at the state when they are made, so they cannot miss it; they cost nothing measurable. Netty reads
/// the setting once, so a program that has used its rings before gets none here.
///
/// One request that accepts many times ends when descriptors are lacking, and Netty makes it again at once, whether anybody
/// wants to accept or not: a server that rests at its limit would use a whole processor. Requests that accept once cost nothing
/// measurable either.
final class IoUringBackend implements Backend {
    private static final String MANY_REPORTS = "io.netty.iouring.pollAddMultishotEnabled";
    private static final String MANY_CONNECTIONS = "io.netty.iouring.acceptMultiShotEnabled";

    static {
        for (String many : List.of(MANY_REPORTS, MANY_CONNECTIONS)) {
            if (System.getProperty(many) == null) {
                System.setProperty(many, "false");
            }
        }
    }

    @Override
    public String name() {
        return "io_uring";
    }

    @Override
    public @Nullable Throwable unavailability() {
        Throwable cause = IoUring.unavailabilityCause();
        return cause == null && IoUring.isPollAddMultishotEnabled() && !Boolean.getBoolean(MANY_REPORTS)
                ? new IllegalStateException("Netty has read its settings before this library was used, and would miss "
                        + "resets; set -D" + MANY_REPORTS + "=false")
                : cause;
    }

    @Override
    public IoHandlerFactory handlers() {
        IoHandlerFactory rings = IoUringIoHandler.newFactory();
        return loop -> new RingHandler(rings.newHandler(loop));
    }

    @Override
    public boolean anyThread() {
        return false; // the kernel knows the ring as registered by one thread
    }

    @Override
    public boolean tcpByHand() {
        return true;
    }

    @Override
    public StreamSocket stream(NettyDriver driver, NativeStream calls) {
        return new RingStream(driver, calls);
    }

    @Override
    public Channel socket() {
        return new IoUringSocketChannel();
    }

    @Override
    public ServerChannel serverSocket() {
        return new IoUringServerSocketChannel();
    }

    @Override
    public Watch watch(NettyDriver driver, int descriptor, WatchListener listener) throws IOException {
        return new IoUringWatch(driver, descriptor, listener);
    }
}
