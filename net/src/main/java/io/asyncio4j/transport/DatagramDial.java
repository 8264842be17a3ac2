package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.DatagramWire;
import io.asyncio4j.transport.spi.Networks;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Opens the socket of a datagram endpoint: the first family for which all the addresses that were asked for can be had.
/// Owner-confined: used by one coroutine, once.
final class DatagramDial {
    private final EventLoop loop;
    private final DatagramOptions options;

    DatagramDial(EventLoop loop, DatagramOptions options) {
        this.loop = loop;
        this.options = options;
    }

    /// An open socket.
    ///
    /// @param wire the socket
    /// @param remote the only address to send to, or null
    /// @param connected whether the operating system knows that address
    record Opened(DatagramWire wire, @Nullable InetSocketAddress remote, boolean connected) {
    }

    Opened open() throws Exception {
        List<IOException> failures = new ArrayList<>(1);
        for (Map.Entry<StandardProtocolFamily, Pair> candidate : candidates().entrySet()) {
            try {
                return open(candidate.getKey(), candidate.getValue());
            } catch (IOException failure) {
                failures.add(failure);
            }
        }
        IOException first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        throw first;
    }

    private Opened open(StandardProtocolFamily family, Pair addresses) throws IOException {
        Map<SocketOption<?>, Object> settings = new HashMap<>(options.socketOptions());
        if (options.broadcast()) {
            settings.put(StandardSocketOptions.SO_BROADCAST, true);
        }
        InetSocketAddress connect = options.broadcast() ? null : addresses.remote;
        DatagramWire wire = Networks.of(loop).datagrams(family, addresses.local, connect, settings);
        return new Opened(wire, addresses.remote, connect != null);
    }

    private static final class Pair {
        @Nullable InetSocketAddress local;
        @Nullable InetSocketAddress remote;
    }

    private Map<StandardProtocolFamily, Pair> candidates() throws Exception {
        StandardProtocolFamily wish = options.family();
        if (wish == StandardProtocolFamily.UNIX) {
            throw new IllegalArgumentException("datagram endpoint of family UNIX is not possible: the JVM has no such"
                    + " sockets; use a unix stream socket");
        }
        Map<StandardProtocolFamily, Pair> pairs = new LinkedHashMap<>();
        if (options.local() == null && options.remote() == null) {
            if (wish == null) {
                throw new IllegalArgumentException(
                        "datagram endpoint has neither address nor family; give one of local, remote and family");
            }
            pairs.put(wish, new Pair());
            return pairs;
        }
        resolve(options.local()).forEach((family, address) -> pair(pairs, family).local = address);
        resolve(options.remote()).forEach((family, address) -> pair(pairs, family).remote = address);
        pairs.entrySet().removeIf(entry -> wish != null && entry.getKey() != wish
                || options.local() != null && entry.getValue().local == null
                || options.remote() != null && entry.getValue().remote == null);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("datagram endpoint has no family for its addresses: local="
                    + options.local() + ", remote=" + options.remote() + ", family=" + wish
                    + "; give addresses of one family");
        }
        return pairs;
    }

    private static Pair pair(Map<StandardProtocolFamily, Pair> pairs, StandardProtocolFamily family) {
        return pairs.computeIfAbsent(family, _ -> new Pair());
    }

    private Map<StandardProtocolFamily, InetSocketAddress> resolve(@Nullable InetSocketAddress address)
            throws Exception {
        Map<StandardProtocolFamily, InetSocketAddress> found = new EnumMap<>(StandardProtocolFamily.class);
        if (address != null) {
            List<InetAddress> all = address.isUnresolved()
                    ? options.resolver().resolve(address.getHostString())
                    : List.of(address.getAddress());
            for (InetAddress one : all) {
                found.putIfAbsent(familyOf(one), new InetSocketAddress(one, address.getPort()));
            }
        }
        return found;
    }

    static StandardProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }
}
