package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Acceptor;
import io.asyncio4j.transport.spi.Listener;
import io.asyncio4j.transport.spi.Watch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A listening socket whose connections are accepted by hand. Loop-confined; the system calls are made on the loop's own
/// thread.
final class WatchedListener extends WatchedSocket implements Listener {
    static {
        Failures.loadForLackOfDescriptors();
    }

    private final ListeningSocket socket;
    private final Acceptor acceptor;
    private final int backlog;

    /// Takes the socket over, also when this fails.
    WatchedListener(NettyDriver driver, ListeningSocket socket, Acceptor acceptor, int backlog) throws IOException {
        super(driver, socket.handle());
        this.socket = socket;
        this.acceptor = acceptor;
        this.backlog = backlog;
    }

    @Override
    public void ready(int events) {
        for (int i = 0; i < backlog && !closed; i++) {
            try {
                @Nullable StreamSocket next = socket.accept();
                if (next == null) {
                    return;
                }
                hand(next);
            } catch (IOException failure) {
                acceptor.failed(Failures.readable(failure, endpoint()));
                return;
            }
        }
    }

    private void hand(StreamSocket connection) throws IOException {
        Acceptor taker = acceptor.next();
        EventLoop home = taker.loop();
        if (home == null || home == driver.loop()) {
            try {
                taker.accepted(new WatchedWire(driver, connection));
            } catch (Error failure) { // a class that cannot be loaded without a descriptor
                connection.handle().close();
                throw failure;
            }
            return;
        }
        HandOver.to(home, connection.handle(), () -> taker.accepted(new WatchedWire(NettyDriver.of(home), connection)),
                connection.handle()::close);
    }

    @Override
    public void accepting(boolean on) {
        if (!closed) {
            watch.want(on ? Watch.READ : 0);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            Host.current().call(socket::refuse);
        }
        super.close();
    }
}
