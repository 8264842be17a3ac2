package io.asyncio4j.net.netty;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A descriptor of Netty's native library that does not block. Confined to the loop's own thread.
final class NativeSocket extends Socket {

    private final boolean ipv6;

    NativeSocket(int descriptor) {
        this(descriptor, false);
    }

    private NativeSocket(int descriptor, boolean ipv6) {
        super(descriptor);
        this.ipv6 = ipv6;
    }

    /// Whether it was made for IPv6.
    boolean isIpv6Socket() {
        return ipv6;
    }

    /// A datagram socket.
    static NativeSocket datagrams(boolean ipv6, @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote, Map<SocketOption<?>, Object> options) throws IOException {
        NativeSocket socket = new NativeSocket(newSocketDgram0(ipv6), ipv6);
        try {
            NativeEndpoint.apply(socket, options);
            if (local != null) {
                socket.bind(local);
            }
            if (remote != null) {
                socket.connect(remote);
            }
            return socket;
        } catch (IOException | RuntimeException failure) {
            closeQuietly(socket);
            throw failure;
        }
    }

    /// A unix stream socket, connected.
    static NativeSocket connectUnix(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) throws IOException {
        NativeSocket socket = new NativeSocket(newSocketDomain0());
        try {
            NativeEndpoint.apply(socket, options);
            if (local != null) {
                UnixAddresses.refuseTaken(local);
                socket.bind(UnixAddresses.toNative(local));
            }
            socket.connect(UnixAddresses.toNative(remote)); // at once or not at all
            return socket;
        } catch (IOException | RuntimeException failure) {
            closeQuietly(socket);
            throw failure;
        }
    }

    /// A unix stream socket that listens.
    static NativeSocket listenUnix(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options)
            throws IOException {
        UnixAddresses.refuseTaken(local);
        NativeSocket socket = new NativeSocket(newSocketDomain0());
        try {
            NativeEndpoint.apply(socket, options);
            socket.bind(UnixAddresses.toNative(local));
            socket.listen(backlog);
            return socket;
        } catch (IOException | RuntimeException failure) {
            closeQuietly(socket);
            throw failure;
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // gone all the same
        }
    }
}
