package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.DatagramWire;
import io.asyncio4j.transport.spi.Networks;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
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
    record Opened(DatagramWire wire, @Nullable SocketAddress remote, boolean connected) {
    }

    Opened open() throws Exception {
        if (options.family() == StandardProtocolFamily.UNIX || UnixSockets.isUnix(options.local())
                || UnixSockets.isUnix(options.remote())) {
            return openUnix();
        }
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
        InetSocketAddress connect = options.broadcast() ? null : addresses.remote;
        DatagramWire wire = Networks.of(loop).datagrams(family, addresses.local, connect, settings());
        return new Opened(wire, addresses.remote, connect != null);
    }

    private Map<SocketOption<?>, Object> settings() {
        Map<SocketOption<?>, Object> settings = new HashMap<>(options.socketOptions());
        if (options.broadcast()) {
            settings.put(StandardSocketOptions.SO_BROADCAST, true);
        }
        return settings;
    }

    private Opened openUnix() throws IOException {
        SocketAddress local = options.local();
        SocketAddress remote = options.remote();
        if (local != null && !UnixSockets.isUnix(local) || remote != null && !UnixSockets.isUnix(remote)
                || options.family() != null && options.family() != StandardProtocolFamily.UNIX) {
            throw noFamily();
        }
        if (local != null) {
            UnixSockets.removeStale(UnixSockets.checked(local));
        }
        SocketAddress connect = options.broadcast() || remote == null ? null : UnixSockets.checked(remote);
        try {
            return new Opened(Networks.of(loop).unixDatagrams(local, connect, settings()), remote, connect != null);
        } catch (IOException failure) {
            SocketAddress concerned = local == null || failure instanceof ConnectException ? remote : local;
            throw concerned == null ? failure
                    : UnixSockets.readable("open datagram endpoint", concerned, failure,
                            "check that it exists and may be used");
        }
    }

    private IllegalArgumentException noFamily() {
        return new IllegalArgumentException("datagram endpoint has no family for its addresses: local="
                + options.local() + ", remote=" + options.remote() + ", family=" + options.family()
                + "; give addresses of one family");
    }

    private static final class Pair {
        @Nullable InetSocketAddress local;
        @Nullable InetSocketAddress remote;
    }

    private Map<StandardProtocolFamily, Pair> candidates() throws Exception {
        StandardProtocolFamily wish = options.family();
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
            throw noFamily();
        }
        return pairs;
    }

    private static Pair pair(Map<StandardProtocolFamily, Pair> pairs, StandardProtocolFamily family) {
        return pairs.computeIfAbsent(family, _ -> new Pair());
    }

    private Map<StandardProtocolFamily, InetSocketAddress> resolve(@Nullable SocketAddress wish)
            throws Exception {
        Map<StandardProtocolFamily, InetSocketAddress> found = new EnumMap<>(StandardProtocolFamily.class);
        if (wish != null) {
            if (!(wish instanceof InetSocketAddress address)) {
                throw noFamily();
            }
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
