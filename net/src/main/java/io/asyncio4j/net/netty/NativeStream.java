package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A native unix socket that is connected. Confined to the loop's own thread.
final class NativeStream implements StreamSocket {
    private final NativeSocket socket;
    private final NativeEndpoint endpoint;

    NativeStream(NativeSocket socket) {
        this.socket = socket;
        this.endpoint = new NativeEndpoint(socket, UnixAddresses.plain(socket.localDomainSocketAddress()),
                UnixAddresses.plain(socket.remoteDomainSocketAddress()));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = socket.recv(target, target.position(), target.limit());
        if (count > 0) {
            target.position(target.position() + count);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = socket.send(source, source.position(), source.limit());
        source.position(source.position() + count);
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdown(false, true);
    }

    @Override
    public Readiness watch(NettyDriver driver, ReadinessListener listener) throws IOException {
        return driver.backend().watch(driver.netty(), socket, listener);
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        NativeSocket.closeQuietly(socket);
    }
}
