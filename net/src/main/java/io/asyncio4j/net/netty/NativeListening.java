package io.asyncio4j.net.netty;

import io.netty.channel.unix.NativeInetAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// A native socket that listens: TCP's or a unix socket. Confined to the loop's own thread.
final class NativeListening implements ListeningSocket {
    private static final int LONGEST_ADDRESS = 128;

    private final NativeSocket socket;
    private final NativeEndpoint handle;
    private final @Nullable InetSocketAddress connectionsLocal;
    private final byte[] peer = new byte[LONGEST_ADDRESS];

    private NativeListening(NativeSocket socket, @Nullable SocketAddress local) {
        this.socket = socket;
        this.handle = new NativeEndpoint(socket, local, null);
        this.connectionsLocal =
                local instanceof InetSocketAddress internet && !internet.getAddress().isAnyLocalAddress() ? internet
                        : null;
    }

    /// Of a unix socket.
    static NativeListening unix(NativeSocket socket) {
        return new NativeListening(socket, UnixAddresses.plain(socket.localDomainSocketAddress()));
    }

    /// Of a TCP socket.
    static NativeListening tcp(NativeSocket socket) {
        return new NativeListening(socket, socket.localAddress());
    }

    @Override
    public @Nullable StreamSocket accept() throws IOException {
        NativeSocket next = socket.accepted(peer);
        return next == null ? null
                : next.isTcp()
                        ? NativeStream.tcp(next, connectionsLocal, NativeInetAddress.address(peer, 1, peer[0]))
                        : NativeStream.unix(next);
    }

    @Override
    public void refuse() {
        try {
            socket.shutdown();
        } catch (IOException _) {
            // it is closed all the same
        }
    }

    @Override
    public SocketHandle handle() {
        return handle;
    }
}
