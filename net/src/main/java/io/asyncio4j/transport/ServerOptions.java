package io.asyncio4j.transport;

import io.asyncio4j.dns.Resolver;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// How `createServer` and `createUnixServer` listen. Immutable.
///
/// @param backlog how many connections may wait to be accepted
/// @param startServing whether to accept at once; otherwise [Server#startServing()] does it, and until then connections
///        wait in the backlog
/// @param keepAlive whether the accepted connections are probed when idle; not for unix sockets
/// @param resolver finds the addresses of the host; not for unix sockets
/// @param socketOptions set on the listening sockets before they are bound; SO_REUSEADDR is on unless it is set here
/// @param layer what is put between the sockets and the protocols, such as TLS, or null
/// @param cleanupSocket whether a unix socket's file is removed when the server is closed, if it is still the server's
/// @param permissions of a unix socket's file, set right after it is made, or null for what the process's mask leaves.
///        A file whose place in a directory of its own keeps others out needs none
public record ServerOptions(int backlog, boolean startServing, boolean keepAlive, Resolver resolver,
        Map<SocketOption<?>, Object> socketOptions, @Nullable TransportLayer layer, boolean cleanupSocket,
        @Nullable Set<PosixFilePermission> permissions) {
    /// asyncio's: a backlog of 100, serving at once.
    public static final ServerOptions DEFAULT =
            new ServerOptions(100, true, false, Resolver.system(), Map.of(), null, true, null);

    /// Copies the collections.
    ///
    /// @throws IllegalArgumentException when the backlog is not positive
    public ServerOptions {
        Objects.requireNonNull(resolver, "resolver");
        Objects.requireNonNull(socketOptions, "socketOptions");
        if (backlog <= 0) {
            throw new IllegalArgumentException(
                    "server backlog is not positive: " + backlog + "; give at least 1");
        }
        socketOptions = Map.copyOf(socketOptions);
        permissions = permissions == null ? null : Set.copyOf(permissions);
    }

    /// The same with this backlog.
    public ServerOptions withBacklog(int backlog) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer, cleanupSocket,
                permissions);
    }

    /// The same, accepting at once or not.
    public ServerOptions withStartServing(boolean startServing) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer, cleanupSocket,
                permissions);
    }

    /// The same, probing idle connections or not.
    public ServerOptions withKeepAlive(boolean keepAlive) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer, cleanupSocket,
                permissions);
    }

    /// The same by this resolver.
    public ServerOptions withResolver(Resolver resolver) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer, cleanupSocket,
                permissions);
    }

    /// The same with TLS, by settings that have a certificate: `withTls(Tls.builder().certificate(...).build())`.
    public ServerOptions withTls(TransportLayer tls) {
        Objects.requireNonNull(tls, "tls");
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, tls, cleanupSocket,
                permissions);
    }

    /// The same, sharing the port with other sockets that say so too, or not.
    public ServerOptions withReusePort(boolean reusePort) {
        return withSocketOption(StandardSocketOptions.SO_REUSEPORT, reusePort);
    }

    /// The same, binding a port whose last connections are not quite over, or not.
    public ServerOptions withReuseAddress(boolean reuseAddress) {
        return withSocketOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress);
    }

    /// The same with this option of the listening sockets.
    public <T> ServerOptions withSocketOption(SocketOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        Map<SocketOption<?>, Object> more = new HashMap<>(socketOptions);
        more.put(option, value);
        return new ServerOptions(backlog, startServing, keepAlive, resolver, more, layer, cleanupSocket, permissions);
    }

    /// The same, removing a unix socket's file at the end or not.
    public ServerOptions withCleanupSocket(boolean cleanupSocket) {
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer, cleanupSocket,
                permissions);
    }

    /// The same with these permissions of a unix socket's file; on Linux a client must be allowed to write.
    public ServerOptions withPermissions(Set<PosixFilePermission> permissions) {
        Objects.requireNonNull(permissions, "permissions");
        return new ServerOptions(backlog, startServing, keepAlive, resolver, socketOptions, layer, cleanupSocket,
                permissions);
    }
}
