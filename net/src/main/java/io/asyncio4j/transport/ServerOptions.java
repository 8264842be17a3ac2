package io.asyncio4j.transport;

import io.asyncio4j.dns.Resolver;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.HashMap;
import java.util.Map;

/// How `createServer` listens. Immutable.
///
/// @param backlog how many connections may wait to be accepted
/// @param startServing whether to accept at once; otherwise [Server#startServing()] does it, and until then connections
///        wait in the backlog
/// @param keepAlive whether the accepted connections are probed when idle
/// @param resolver finds the addresses of the host
/// @param socketOptions set on the listening sockets before they are bound; SO_REUSEADDR is on unless it is set here
public record ServerOptions(int backlog, boolean startServing, boolean keepAlive, Resolver resolver,
        Map<SocketOption<?>, Object> socketOptions) {
    /// asyncio's: a backlog of 100, serving at once.
    public static final ServerOptions DEFAULT =
            new ServerOptions(100, true, false, Resolver.system(), Map.of());

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
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions);
    }

    /// The same, accepting at once or not.
    public ServerOptions withStartServing(boolean startServing) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions);
    }

    /// The same, probing idle connections or not.
    public ServerOptions withKeepAlive(boolean keepAlive) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions);
    }

    /// The same by this resolver.
    public ServerOptions withResolver(Resolver resolver) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions);
    }

    /// The same, sharing the port with other sockets that say so too, or not.
    public ServerOptions withReusePort(boolean reusePort) {
        return withSocketOption(StandardSocketOptions.SO_REUSEPORT, reusePort);
    }

    /// The same with this option of the listening sockets.
    public <T> ServerOptions withSocketOption(SocketOption<T> option, T value) {
        Map<SocketOption<?>, Object> more = new HashMap<>(socketOptions);
        more.put(option, value);
        return new ServerOptions(backlog, startServing, keepAlive, resolver, more);
    }
}
