package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A native socket's addresses and options, by the JDK's names for them. Loop-confined.
final class NativeEndpoint implements SocketHandle {
    private static final Map<SocketOption<?>, Access<?>> KNOWN = known();

    private final NativeSocket socket;
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;

    NativeEndpoint(NativeSocket socket, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
        this.socket = socket;
        this.local = local;
        this.remote = remote;
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

    private static <T> void note(Map<SocketOption<?>, Access<?>> known, SocketOption<T> option, Get<T> get,
            Set<T> set) {
        known.put(option, new Access<>(get, set));
    }

    /// Sets the options before the socket is used.
    static void apply(NativeSocket socket, Map<SocketOption<?>, Object> options) throws IOException {
        for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
            access(option.getKey()).set.set(socket, option.getValue());
        }
    }

    @SuppressWarnings("unchecked")
    private static Access<Object> access(SocketOption<?> option) {
        Access<?> known = KNOWN.get(option);
        if (known == null) {
            throw new UnsupportedOperationException("socket option is not known to this kind of socket: "
                    + option.name() + "; leave it out, or use another -Dasyncio4j.io");
        }
        return (Access<Object>) known;
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
                value[0] = access(option).get.get(socket);
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
                access(option).set.set(socket, value);
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
        return local + " - " + remote;
    }
}
