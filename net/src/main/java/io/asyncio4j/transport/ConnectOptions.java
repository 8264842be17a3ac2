package io.asyncio4j.transport;

import io.asyncio4j.dns.Resolver;
import io.asyncio4j.task.Timeout;

import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// How `createConnection` and `createUnixConnection` connect. Immutable; what is about hosts does not matter to the
/// latter.
///
/// @param localAddress the address to connect from, or null for any
/// @param resolver finds the addresses of the host
/// @param happyEyeballsDelay seconds after which the next address is tried beside the one before (RFC 8305 recommends
///        0.25); [Timeout#NONE], the default, tries one after the other
/// @param interleave how many addresses of the first family come before families alternate; 0 keeps the resolver's order
/// @param allErrors whether a failure at every address is an `ExceptionGroup` of all of them
/// @param socketOptions set on the socket before it connects; TCP_NODELAY is on unless it is set here
/// @param layer what is put between the socket and the protocol, such as TLS, or null
public record ConnectOptions(@Nullable SocketAddress localAddress, Resolver resolver, double happyEyeballsDelay,
        int interleave, boolean allErrors, Map<SocketOption<?>, Object> socketOptions, @Nullable TransportLayer layer) {
    /// From any address, by the system's resolver, one address after the other, with the system's socket options.
    public static final ConnectOptions DEFAULT =
            new ConnectOptions(null, Resolver.system(), Timeout.NONE, 0, false, Map.of(), null);

    /// Copies the map.
    ///
    /// @throws IllegalArgumentException when the delay or the interleaving is negative
    public ConnectOptions {
        Objects.requireNonNull(resolver, "resolver");
        Objects.requireNonNull(socketOptions, "socketOptions");
        if (!(happyEyeballsDelay >= 0) || interleave < 0) {
            throw new IllegalArgumentException("connect options are negative: happyEyeballsDelay="
                    + happyEyeballsDelay + ", interleave=" + interleave + "; give 0 or more");
        }
        socketOptions = Map.copyOf(socketOptions);
    }

    /// The same from this address.
    public ConnectOptions withLocalAddress(SocketAddress localAddress) {
        Objects.requireNonNull(localAddress, "localAddress");
        return new ConnectOptions(localAddress, resolver, happyEyeballsDelay, interleave, allErrors, socketOptions,
                layer);
    }

    /// The same by this resolver.
    public ConnectOptions withResolver(Resolver resolver) {
        return new ConnectOptions(localAddress, resolver, happyEyeballsDelay, interleave, allErrors, socketOptions,
                layer);
    }

    /// The same, trying the next address beside the one before after so many seconds. Families alternate then, unless
    /// interleaving has been set already.
    public ConnectOptions withHappyEyeballs(double delay) {
        return new ConnectOptions(localAddress, resolver, delay, Math.max(1, interleave), allErrors, socketOptions,
                layer);
    }

    /// The same with this many addresses of the first family before families alternate.
    public ConnectOptions withInterleave(int addresses) {
        return new ConnectOptions(localAddress, resolver, happyEyeballsDelay, addresses, allErrors, socketOptions,
                layer);
    }

    /// The same, raising an `ExceptionGroup` of the failures at all addresses.
    public ConnectOptions withAllErrors() {
        return new ConnectOptions(localAddress, resolver, happyEyeballsDelay, interleave, true, socketOptions, layer);
    }

    /// The same with TLS: `withTls(Tls.client())`.
    public ConnectOptions withTls(TransportLayer tls) {
        Objects.requireNonNull(tls, "tls");
        return new ConnectOptions(localAddress, resolver, happyEyeballsDelay, interleave, allErrors, socketOptions,
                tls);
    }

    /// The same with this socket option.
    public <T> ConnectOptions withSocketOption(SocketOption<T> option, T value) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        Map<SocketOption<?>, Object> more = new HashMap<>(socketOptions);
        more.put(option, value);
        return new ConnectOptions(localAddress, resolver, happyEyeballsDelay, interleave, allErrors, more, layer);
    }
}
