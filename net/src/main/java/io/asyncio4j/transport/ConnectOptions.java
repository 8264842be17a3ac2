package io.asyncio4j.transport;

import io.asyncio4j.dns.Resolver;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// How `createConnection` connects. Immutable.
///
/// @param localAddress the address to connect from, or null for any
/// @param resolver finds the addresses of the host
/// @param socketOptions set on the socket before it connects; TCP_NODELAY is on unless it is set here
/// @param layer what is put between the socket and the protocol, such as TLS, or null
public record ConnectOptions(@Nullable SocketAddress localAddress, Resolver resolver,
        Map<SocketOption<?>, Object> socketOptions, @Nullable TransportLayer layer) {
    /// From any address, by the system's resolver, with the system's socket options.
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, Resolver.system(), Map.of(), null);

    /// Copies the map.
    public ConnectOptions {
        socketOptions = Map.copyOf(socketOptions);
    }

    /// The same from this address.
    public ConnectOptions withLocalAddress(SocketAddress localAddress) {
        return new ConnectOptions(localAddress, resolver, socketOptions, layer);
    }

    /// The same by this resolver.
    public ConnectOptions withResolver(Resolver resolver) {
        return new ConnectOptions(localAddress, resolver, socketOptions, layer);
    }

    /// The same with TLS: `withTls(Tls.client())`.
    public ConnectOptions withTls(TransportLayer tls) {
        return new ConnectOptions(localAddress, resolver, socketOptions, tls);
    }

    /// The same with this socket option.
    public <T> ConnectOptions withSocketOption(SocketOption<T> option, T value) {
        Map<SocketOption<?>, Object> more = new HashMap<>(socketOptions);
        more.put(option, value);
        return new ConnectOptions(localAddress, resolver, more, layer);
    }
}
