package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Acceptor;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Listener;
import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A listening socket whose connections are accepted by hand. Loop-confined; the system calls are made on the loop's own
/// thread.
final class WatchedListener implements Listener, ReadinessListener, OpenSocket {
    private final NettyDriver driver;
    private final ListeningSocket socket;
    private final Acceptor acceptor;
    private final int backlog;
    private final Readiness watch;
    private boolean closed;

    /// Takes the socket over, also when this fails.
    WatchedListener(NettyDriver driver, ListeningSocket socket, Acceptor acceptor, int backlog) throws IOException {
        this.driver = driver;
        this.socket = socket;
        this.acceptor = acceptor;
        this.backlog = backlog;
        try {
            this.watch = socket.watch(driver, this);
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
        driver.opened(this);
    }

    @Override
    public void ready(boolean readable, boolean writable) {
        for (int i = 0; i < backlog && !closed; i++) {
            try {
                @Nullable StreamSocket next = socket.accept();
                if (next == null) {
                    return;
                }
                hand(next);
            } catch (IOException failure) {
                acceptor.failed(Failures.readable(failure, socket.endpoint()));
                return;
            }
        }
    }

    private void hand(StreamSocket connection) throws IOException {
        Acceptor taker = acceptor.next();
        EventLoop home = taker.loop();
        if (home == null || home == driver.loop()) {
            taker.accepted(new WatchedWire(driver, connection));
            return;
        }
        try {
            home.callSoonThreadsafe(() -> {
                try {
                    taker.accepted(new WatchedWire(NettyDriver.of(home), connection));
                } catch (IOException failure) {
                    taker.failed(Failures.readable(failure, connection.endpoint()));
                }
            });
        } catch (IllegalStateException loopClosed) {
            connection.close();
        }
    }

    @Override
    public void accepting(boolean on) {
        if (!closed) {
            Host.current().call(() -> watch.interest(on, false));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Host.current().call(this::closeNow);
        }
    }

    private void closeNow() {
        watch.cancel();
        socket.close();
        driver.closed(this);
    }

    @Override
    public Endpoint endpoint() {
        return socket.endpoint();
    }

    @Override
    public String toString() {
        return endpoint().toString();
    }
}
