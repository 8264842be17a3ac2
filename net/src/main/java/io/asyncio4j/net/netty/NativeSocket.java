package io.asyncio4j.net.netty;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A descriptor of Netty's native library that does not block. Confined to the loop's own thread.
final class NativeSocket extends Socket {

    private final boolean tcp;

    private NativeSocket(int descriptor, boolean tcp) {
        super(descriptor);
        this.tcp = tcp;
    }

    /// Whether it was made for IPv6.
    boolean isIpv6Socket() {
        return ipv6;
    }

    boolean isTcp() {
        return tcp;
    }

    /// What is to be done with a socket before anybody has it.
    private interface Setup {
        void apply(NativeSocket socket) throws IOException;
    }

    private static NativeSocket open(int descriptor, boolean tcp, Setup setup) throws IOException {
        NativeSocket socket = new NativeSocket(descriptor, tcp);
        try {
            setup.apply(socket);
            return socket;
        } catch (IOException | RuntimeException failure) {
            closeQuietly(socket);
            throw failure;
        }
    }

    /// A TCP socket to connect.
    static NativeSocket tcp(InetSocketAddress remote, @Nullable InetSocketAddress local,
            Map<SocketOption<?>, Object> options) throws IOException {
        return open(newSocketStream0(isIpv6(remote)), true, socket -> {
            socket.setTcpNoDelay(true); // as asyncio has it
            NativeEndpoint.apply(socket, options);
            if (local != null) {
                socket.bind(local);
            }
        });
    }

    /// A TCP socket that listens; at a wildcard address for both families, if there are two.
    static NativeSocket listenTcp(InetSocketAddress local, int backlog, Map<SocketOption<?>, Object> options)
            throws IOException {
        boolean both = local.getAddress().isAnyLocalAddress() && isIPv6Preferred();
        return open(newSocketStream0(both || isIpv6(local)), true, socket -> {
            socket.setReuseAddress(true);
            socket.setTcpNoDelay(true); // Linux hands it on to the connections
            NativeEndpoint.apply(socket, options);
            socket.bind(local);
            socket.listen(backlog);
        });
    }

    private static boolean isIpv6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }

    /// The next connection, or null when none waits.
    ///
    /// @param peer where its address is put: its length, then as many bytes
    @Nullable NativeSocket accepted(byte[] peer) throws IOException {
        int descriptor = accept(peer);
        return descriptor < 0 ? null : new NativeSocket(descriptor, tcp);
    }

    /// A datagram socket.
    static NativeSocket datagrams(boolean ipv6, @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote, Map<SocketOption<?>, Object> options) throws IOException {
        return open(newSocketDgram0(ipv6), false, socket -> {
            NativeEndpoint.apply(socket, options);
            if (local != null) {
                socket.bind(local);
            }
            if (remote != null) {
                socket.connect(remote);
            }
        });
    }

    /// A unix stream socket, connected.
    static NativeSocket connectUnix(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) throws IOException {
        return open(newSocketDomain0(), false, socket -> {
            NativeEndpoint.apply(socket, options);
            if (local != null) {
                UnixAddresses.refuseTaken(local);
                socket.bind(UnixAddresses.toNative(local));
            }
            socket.connect(UnixAddresses.toNative(remote)); // at once or not at all
        });
    }

    /// A unix stream socket that listens.
    static NativeSocket listenUnix(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options)
            throws IOException {
        UnixAddresses.refuseTaken(local);
        return open(newSocketDomain0(), false, socket -> {
            NativeEndpoint.apply(socket, options);
            socket.bind(UnixAddresses.toNative(local));
            socket.listen(backlog);
        });
    }

    /// Leaves closing to somebody else; this is closed from now on, for the number may be anybody's then.
    void giveAway() {
        markClosed();
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // gone all the same
        }
    }
}
