package io.asyncio4j.transport;

import io.asyncio4j.dns.Resolver;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// How `createServer` listens. Immutable.
///
/// @param backlog how many connections may wait to be accepted
/// @param startServing whether to accept at once; otherwise [Server#startServing()] does it, and until then connections
///        wait in the backlog
/// @param keepAlive whether the accepted connections are probed when idle
/// @param resolver finds the addresses of the host
/// @param socketOptions set on the listening sockets before they are bound; SO_REUSEADDR is on unless it is set here
/// @param layer what is put between the sockets and the protocols, such as TLS, or null
public record ServerOptions(int backlog, boolean startServing, boolean keepAlive, Resolver resolver,
        Map<SocketOption<?>, Object> socketOptions, @Nullable TransportLayer layer) {
    /// asyncio's: a backlog of 100, serving at once.
    public static final ServerOptions DEFAULT =
            new ServerOptions(100, true, false, Resolver.system(), Map.of(), null);

    /// Copies the map.
    ///
    /// @throws IllegalArgumentException when the backlog is not positive
    public ServerOptions {
        if (backlog <= 0) {
            throw new IllegalArgumentException(
                    "server backlog is not positive: " + backlog + "; give at least 1");
        }
        socketOptions = Map.copyOf(socketOptions);
    }

    /// The same with this backlog.
    public ServerOptions withBacklog(int backlog) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer);
    }

    /// The same, accepting at once or not.
    public ServerOptions withStartServing(boolean startServing) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer);
    }

    /// The same, probing idle connections or not.
    public ServerOptions withKeepAlive(boolean keepAlive) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer);
    }

    /// The same by this resolver.
    public ServerOptions withResolver(Resolver resolver) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer);
    }

    /// The same with TLS, by settings that have a certificate: `withTls(Tls.builder().certificate(...).build())`.
    public ServerOptions withTls(TransportLayer tls) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, tls);
    }

    /// The same, sharing the port with other sockets that say so too, or not.
    public ServerOptions withReusePort(boolean reusePort) {
        return withSocketOption(StandardSocketOptions.SO_REUSEPORT, reusePort);
    }

    /// The same with this option of the listening sockets.
    public <T> ServerOptions withSocketOption(SocketOption<T> option, T value) {
        Map<SocketOption<?>, Object> more = new HashMap<>(socketOptions);
        more.put(option, value);
        return new ServerOptions(backlog, startServing, keepAlive, resolver, more, layer);
    }
}
