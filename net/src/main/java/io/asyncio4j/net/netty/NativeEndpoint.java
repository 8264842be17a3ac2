package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.TcpOptions;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// A native socket's addresses and options, by the JDK's names for them. Loop-confined.
final class NativeEndpoint implements SocketHandle {
    private static final int IPPROTO_TCP = 6;
    // Linux's numbers: nobody else's TCP is used by hand
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_USER_TIMEOUT = 18;

    private static final Map<SocketOption<?>, Access<?>> KNOWN = known();
    private static final Map<SocketOption<?>, Access<?>> KNOWN_TO_TCP = knownToTcp();

    private final NativeSocket socket;
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;

    NativeEndpoint(NativeSocket socket, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
        this.socket = socket;
        this.local = local;
        this.remote = remote;
    }

    /// Of a unix stream socket.
    static NativeEndpoint unix(NativeSocket socket) {
        return new NativeEndpoint(socket, UnixAddresses.plain(socket.localDomainSocketAddress()),
                UnixAddresses.plain(socket.remoteDomainSocketAddress()));
    }

    private interface Get<T> {
        T get(NativeSocket socket) throws IOException;
    }

    private interface Set<T> {
        void set(NativeSocket socket, T value) throws IOException;
    }

    private record Access<T>(Get<T> get, Set<T> set) {
    }

    private static Map<SocketOption<?>, Access<?>> known() {
        Map<SocketOption<?>, Access<?>> known = new HashMap<>();
        note(known, StandardSocketOptions.SO_SNDBUF, NativeSocket::getSendBufferSize, NativeSocket::setSendBufferSize);
        note(known, StandardSocketOptions.SO_RCVBUF, NativeSocket::getReceiveBufferSize,
                NativeSocket::setReceiveBufferSize);
        note(known, StandardSocketOptions.SO_LINGER, NativeSocket::getSoLinger, NativeSocket::setSoLinger);
        note(known, StandardSocketOptions.SO_REUSEADDR, NativeSocket::isReuseAddress, NativeSocket::setReuseAddress);
        note(known, StandardSocketOptions.SO_REUSEPORT, NativeSocket::isReusePort, NativeSocket::setReusePort);
        note(known, StandardSocketOptions.SO_BROADCAST, NativeSocket::isBroadcast, NativeSocket::setBroadcast);
        note(known, StandardSocketOptions.IP_TOS, NativeSocket::getTrafficClass, NativeSocket::setTrafficClass);
        note(known, StandardSocketOptions.IP_MULTICAST_TTL, Multicast::hops, Multicast::hops);
        note(known, StandardSocketOptions.IP_MULTICAST_LOOP, Multicast::loop, Multicast::loop);
        note(known, StandardSocketOptions.IP_MULTICAST_IF, _ -> {
            throw new UnsupportedOperationException("socket option can be set only: IP_MULTICAST_IF");
        }, Multicast::sendBy);
        return Map.copyOf(known);
    }

    private static Map<SocketOption<?>, Access<?>> knownToTcp() {
        Map<SocketOption<?>, Access<?>> known = new HashMap<>(KNOWN);
        note(known, StandardSocketOptions.SO_KEEPALIVE, NativeSocket::isKeepAlive, NativeSocket::setKeepAlive);
        note(known, StandardSocketOptions.TCP_NODELAY, NativeSocket::isTcpNoDelay, NativeSocket::setTcpNoDelay);
        note(known, ExtendedSocketOptions.TCP_KEEPIDLE, TCP_KEEPIDLE);
        note(known, ExtendedSocketOptions.TCP_KEEPINTERVAL, TCP_KEEPINTVL);
        note(known, ExtendedSocketOptions.TCP_KEEPCOUNT, TCP_KEEPCNT);
        note(known, TcpOptions.TCP_USER_TIMEOUT, TCP_USER_TIMEOUT);
        return Map.copyOf(known);
    }

    private static void note(Map<SocketOption<?>, Access<?>> known, SocketOption<Integer> option, int number) {
        note(known, option, socket -> socket.getIntOpt(IPPROTO_TCP, number),
                (socket, value) -> socket.setIntOpt(IPPROTO_TCP, number, value));
    }

    private static <T> void note(Map<SocketOption<?>, Access<?>> known, SocketOption<T> option, Get<T> get,
            Set<T> set) {
        known.put(option, new Access<>(get, set));
    }

    /// Sets the options before the socket is used.
    static void apply(NativeSocket socket, Map<SocketOption<?>, Object> options) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
            access(socket, option.getKey()).set.set(socket, option.getValue());
        }
    }

    @SuppressWarnings("unchecked")
    private static Access<Object> access(NativeSocket socket, SocketOption<?> option) {
        Access<?> known = (socket.isTcp() ? KNOWN_TO_TCP : KNOWN).get(option);
        if (known == null) {
            throw new UnsupportedOperationException("socket option is not known to this kind of socket: "
                    + option.name() + "; leave it out, or use another -Dasyncio4j.io");
        }
        return (Access<Object>) known;
    }

    private Access<Object> openAccess(SocketOption<?> option) {
        if (!socket.isOpen()) {
            throw Failures.closed(option);
        }
        return access(socket, option);
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public <T> T getOption(SocketOption<T> option) {
        Object[] value = new Object[1];
        Host.current().call(() -> {
            try {
                value[0] = openAccess(option).get.get(socket);
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        });
        return option.type().cast(value[0]);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        Host.current().call(() -> {
            try {
                openAccess(option).set.set(socket, value);
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        });
    }

    @Override
    public Watch watch(NettyDriver driver, WatchListener listener) throws IOException {
        return driver.backend().watch(driver, socket.intValue(), listener);
    }

    @Override
    public void close() {
        NativeSocket.closeQuietly(socket);
    }

    @Override
    public String toString() {
        return Endpoint.text(this);
    }
}
