package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One attempt to connect a native TCP socket. Confined to the loop's own thread. The socket is closed when the attempt
/// fails or its future is cancelled.
final class NativeConnector implements OpenSocket {
    private final NettyDriver driver;
    private final NativeSocket socket;
    private final InetSocketAddress remote;
    private final Future<Wire> result;
    private @Nullable Watch watch;
    private boolean over;

    NativeConnector(NettyDriver driver, NativeSocket socket, InetSocketAddress remote, Future<Wire> result) {
        this.driver = driver;
        this.socket = socket;
        this.remote = remote;
        this.result = result;
    }

    void start() {
        driver.opened(this);
        result.addDoneCallback(done -> {
            if (done.isCancelled()) {
                Host.current().call(this::close);
            }
        });
        try {
            if (socket.connect(remote)) {
                succeed();
                return;
            }
            Watch writable = driver.backend().watch(driver, socket.intValue(), this::ready);
            watch = writable;
            writable.want(Watch.WRITE);
        } catch (IOException | RuntimeException failure) {
            fail(failure);
        }
    }

    private void ready(int events) {
        try {
            if (!over && socket.finishConnect()) {
                succeed();
            }
        } catch (IOException | RuntimeException failure) {
            fail(failure);
        }
    }

    private void succeed() throws IOException {
        if (result.isDone()) {
            close();
            return;
        }
        end();
        result.setResult(new WatchedWire(driver, NativeStream.tcp(socket, null, ChannelEndpoint.unnamed(remote))));
    }

    private void fail(Exception failure) {
        close();
        if (!result.isDone()) {
            result.setException(Failures.readable(failure, remote));
        }
    }

    private void end() {
        over = true;
        driver.closed(this);
        if (watch != null) {
            watch.close();
        }
    }

    @Override
    public void close() {
        if (!over) {
            end();
            NativeSocket.closeQuietly(socket);
        }
    }

    @Override
    public String toString() {
        return "connecting to " + remote;
    }
}
