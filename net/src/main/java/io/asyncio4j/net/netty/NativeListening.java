package io.asyncio4j.net.netty;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A native unix socket that listens. Confined to the loop's own thread.
final class NativeListening implements ListeningSocket {
    private static final int LONGEST_ADDRESS = 128;

    private final NativeSocket socket;
    private final NativeEndpoint handle;
    private final byte[] peer = new byte[LONGEST_ADDRESS];

    NativeListening(NativeSocket socket) {
        this.socket = socket;
        this.handle = new NativeEndpoint(socket, UnixAddresses.plain(socket.localDomainSocketAddress()), null);
    }

    @Override
    public @Nullable StreamSocket accept() throws IOException {
        int descriptor = socket.accept(peer);
        return descriptor < 0 ? null : new NativeStream(new NativeSocket(descriptor));
    }

    @Override
    public SocketHandle handle() {
        return handle;
    }
}
