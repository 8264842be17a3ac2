package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;

/// A socket that is used by hand when it is ready. Loop-confined; the system calls are made on the loop's own thread.
abstract sealed class WatchedSocket implements WatchListener, OpenSocket
        permits WatchedWire, WatchedListener, WatchedDatagrams {
    final NettyDriver driver;
    final Watch watch;
    private final SocketHandle handle;
    boolean closed;

    /// Takes the socket over, also when this fails.
    @SuppressWarnings("this-escape") // nothing is told before something is wanted
    WatchedSocket(NettyDriver driver, SocketHandle handle) throws IOException {
        this.driver = driver;
        this.handle = handle;
        try {
            this.watch = startWatch(handle);
        } catch (IOException | RuntimeException failure) {
            handle.close();
            throw failure;
        }
        driver.opened(this);
    }

    Watch startWatch(SocketHandle of) throws IOException {
        return of.watch(driver, this);
    }

    /// Closes the socket; harmless when called again.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Host.current().call(this::closeNow);
        }
    }

    private void closeNow() {
        watch.closeWith(handle::close);
        driver.closed(this);
    }

    public final Endpoint endpoint() {
        return handle;
    }

    @Override
    public final String toString() {
        return handle.toString();
    }
}
