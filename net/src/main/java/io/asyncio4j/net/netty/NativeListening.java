package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Readiness;
import io.asyncio4j.transport.spi.ReadinessListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A native unix socket that listens. Confined to the loop's own thread.
final class NativeListening implements ListeningSocket {
    private static final int LONGEST_ADDRESS = 128;

    private final NativeSocket socket;
    private final NativeEndpoint endpoint;
    private final byte[] peer = new byte[LONGEST_ADDRESS];

    NativeListening(NativeSocket socket) {
        this.socket = socket;
        this.endpoint = new NativeEndpoint(socket, UnixAddresses.plain(socket.localDomainSocketAddress()), null);
    }

    @Override
    public @Nullable StreamSocket accept() throws IOException {
        int descriptor = socket.accept(peer);
        return descriptor < 0 ? null : new NativeStream(new NativeSocket(descriptor));
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
