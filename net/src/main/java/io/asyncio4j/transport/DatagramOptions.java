package io.asyncio4j.transport;

import io.asyncio4j.dns.Resolver;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// What `createDatagramEndpoint` makes. Immutable. Addresses that are not resolved are resolved then.
///
/// @param local the address to receive at, with port 0 for any that is free; or null
/// @param remote the only address to exchange datagrams with, or null for everybody
/// @param family INET, INET6 or UNIX, or null to go by the addresses
/// @param broadcast whether datagrams may go to everybody in a network. A socket that may is not connected, so that the
///        answers of all are received
/// @param resolver finds the addresses of hosts
/// @param socketOptions set on the socket before it is bound
public record DatagramOptions(@Nullable SocketAddress local, @Nullable SocketAddress remote,
        @Nullable StandardProtocolFamily family, boolean broadcast, Resolver resolver,
        Map<SocketOption<?>, Object> socketOptions) {
    /// No address and no family yet: give at least one of them.
    public static final DatagramOptions DEFAULT =
            new DatagramOptions(null, null, null, false, Resolver.system(), Map.of());

    /// Copies the map.
    public DatagramOptions {
        Objects.requireNonNull(resolver, "resolver");
        Objects.requireNonNull(socketOptions, "socketOptions");
        socketOptions = Map.copyOf(socketOptions);
    }

    /// An endpoint that receives at a host's address and port.
    public static DatagramOptions local(String host, int port) {
        Objects.requireNonNull(host, "host");
        return DEFAULT.withLocal(InetSocketAddress.createUnresolved(host, port));
    }

    /// An endpoint that exchanges datagrams with one host and port.
    public static DatagramOptions remote(String host, int port) {
        Objects.requireNonNull(host, "host");
        return DEFAULT.withRemote(InetSocketAddress.createUnresolved(host, port));
    }

    /// An endpoint that receives at a unix socket, which is a file. One that is there already is replaced.
    public static DatagramOptions local(Path path) {
        Objects.requireNonNull(path, "path");
        return DEFAULT.withLocal(UnixDomainSocketAddress.of(path));
    }

    /// An endpoint that sends to one unix socket. It has no name, so nobody can answer; [#withLocal] gives it one.
    public static DatagramOptions remote(Path path) {
        Objects.requireNonNull(path, "path");
        return DEFAULT.withRemote(UnixDomainSocketAddress.of(path));
    }

    /// The same at this address, of the internet or of a unix socket.
    public DatagramOptions withLocal(SocketAddress local) {
        Objects.requireNonNull(local, "local");
        return new DatagramOptions(local, remote, family, broadcast, resolver, socketOptions);
    }

    /// The same with this address alone.
    public DatagramOptions withRemote(SocketAddress remote) {
        Objects.requireNonNull(remote, "remote");
        return new DatagramOptions(local, remote, family, broadcast, resolver, socketOptions);
    }

    /// The same of this family.
    public DatagramOptions withFamily(StandardProtocolFamily family) {
        Objects.requireNonNull(family, "family");
        return new DatagramOptions(local, remote, family, broadcast, resolver, socketOptions);
    }

    /// The same, allowed to send to everybody or not.
    public DatagramOptions withBroadcast(boolean broadcast) {
        return new DatagramOptions(local, remote, family, broadcast, resolver, socketOptions);
    }

    /// The same by this resolver.
    public DatagramOptions withResolver(Resolver resolver) {
        return new DatagramOptions(local, remote, family, broadcast, resolver, socketOptions);
    }

    /// The same, sharing the port with other sockets that say so too, or not.
    public DatagramOptions withReusePort(boolean reusePort) {
        return withSocketOption(StandardSocketOptions.SO_REUSEPORT, reusePort);
    }

    /// The same with this socket option.
    public <T> DatagramOptions withSocketOption(SocketOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        Map<SocketOption<?>, Object> more = new HashMap<>(socketOptions);
        more.put(option, value);
        return new DatagramOptions(local, remote, family, broadcast, resolver, more);
    }
}
