package io.asyncio4j.net.netty;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A native unix socket that is connected. Confined to the loop's own thread.
final class NativeStream implements StreamSocket {
    private final NativeSocket socket;
    private final NativeEndpoint handle;

    NativeStream(NativeSocket socket) {
        this.socket = socket;
        this.handle = new NativeEndpoint(socket, UnixAddresses.plain(socket.localDomainSocketAddress()),
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
    public SocketHandle handle() {
        return handle;
    }
}
