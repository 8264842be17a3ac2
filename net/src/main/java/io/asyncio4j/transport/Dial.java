package io.asyncio4j.transport;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.ExceptionGroup;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.StaggeredRace;
import io.asyncio4j.task.Timeout;
import io.asyncio4j.transport.spi.Networks;
import io.asyncio4j.transport.spi.Wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// One attempt to connect to a host, address by address. Owner-confined: used by one coroutine, once.
final class Dial {
    private static final double FIRST_PAUSE = 0.001;
    private static final double LONGEST_PAUSE = 0.05;

    private final EventLoop loop;
    private final String host;
    private final int port;
    private final ConnectOptions options;
    private final List<Failure> failures = new ArrayList<>(1);

    Dial(EventLoop loop, String host, int port, ConnectOptions options) {
        this.loop = loop;
        this.host = host;
        this.port = port;
        this.options = options;
    }

    /// The first connection that stands.
    Wire connect() throws Exception {
        Addresses.checkPort("connect to " + host, port);
        List<InetAddress> addresses = interleaved(options.resolver().resolve(host), options.interleave());
        if (options.happyEyeballsDelay() == Timeout.NONE) {
            for (InetAddress address : addresses) {
                try {
                    return attempt(address);
                } catch (IOException _) {
                    // noted; the next one
                }
            }
        } else {
            Wire first = race(addresses);
            if (first != null) {
                return first;
            }
        }
        if (options.allErrors()) {
            throw new ExceptionGroup("connect to " + host + ":" + port + " failed",
                    failures.stream().map(Failure::reason).toList());
        }
        throw summary();
    }

    private Wire attempt(InetAddress address) throws Exception {
        InetSocketAddress remote = new InetSocketAddress(address, port);
        try {
            return own(Networks.of(loop).connect(remote, options.localAddress(), options.socketOptions()));
        } catch (IOException failure) {
            failures.add(new Failure(remote, failure));
            throw failure;
        }
    }

    private @Nullable Wire race(List<InetAddress> addresses) throws Exception {
        List<Wire> made = new ArrayList<>(1);
        List<Supplier<Coroutine<Wire>>> attempts = new ArrayList<>(addresses.size());
        for (InetAddress address : addresses) {
            attempts.add(() -> Coroutine.of(() -> {
                Wire wire = attempt(address);
                made.add(wire);
                return wire;
            }));
        }
        Wire winner = null;
        try {
            winner = StaggeredRace.staggeredRace(attempts, options.happyEyeballsDelay()).await().winner();
            return winner;
        } finally {
            for (Wire wire : made) {
                if (wire != winner) { // two may come at once, and a cancelled race has a winner too
                    wire.close();
                }
            }
        }
    }

    /// A connection to a unix socket. The kernel does not say when a full backlog has room again, so that is tried.
    static Wire unix(EventLoop loop, SocketAddress address, ConnectOptions options) throws Exception {
        double pause = FIRST_PAUSE;
        while (true) {
            try {
                return own(Networks.of(loop).connect(address, options.localAddress(), options.socketOptions()));
            } catch (IOException failure) {
                if (!String.valueOf(failure.getMessage()).contains("temporarily unavailable")) {
                    throw UnixSockets.readable("connect", address, failure, "check that a server listens there");
                }
            }
            Sleep.sleep(pause).await();
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
    }

    /// Alternates the families, beginning with `first` addresses of the first one.
    static List<InetAddress> interleaved(List<InetAddress> addresses, int first) {
        if (first == 0) {
            return addresses;
        }
        Map<Class<?>, Deque<InetAddress>> families = new LinkedHashMap<>();
        for (InetAddress address : addresses) {
            families.computeIfAbsent(address.getClass(), _ -> new ArrayDeque<>()).add(address);
        }
        List<InetAddress> order = new ArrayList<>(addresses.size());
        for (int i = 1; i < first && !families.isEmpty(); i++) {
            InetAddress ahead = families.values().iterator().next().poll();
            if (ahead != null) {
                order.add(ahead);
            }
        }
        while (order.size() < addresses.size()) {
            for (Deque<InetAddress> family : families.values()) {
                InetAddress next = family.poll();
                if (next != null) {
                    order.add(next);
                }
            }
        }
        return order;
    }

    /// Awaits a wire. If the wait ends otherwise although the wire is there (the task was cancelled in the same
    /// iteration), the wire is closed.
    static Wire own(Future<Wire> attempt) throws Exception {
        try {
            return attempt.await();
        } catch (Throwable failure) {
            if (attempt.isDone() && !attempt.isCancelled() && attempt.exception() == null) {
                attempt.result().close();
            }
            throw failure;
        }
    }

    private record Failure(SocketAddress address, IOException reason) {
        /// Names the address unless that is what was asked for.
        String text(String asked) {
            String there = Addresses.text(address);
            return there.equals(asked) ? String.valueOf(reason.getMessage()) : there + ": " + reason.getMessage();
        }
    }

    private IOException summary() {
        String asked = host + ":" + port;
        String message = "connect to " + asked + " failed: "
                + failures.stream().map(failure -> failure.text(asked)).collect(Collectors.joining(", "))
                + "; check that a server listens there";
        IOException first = failures.getFirst().reason();
        IOException summary =
                failures.stream().allMatch(failure -> failure.reason() instanceof ConnectException)
                        ? new ConnectException(message)
                        : new IOException(message);
        summary.initCause(first);
        failures.stream().skip(1).forEach(failure -> summary.addSuppressed(failure.reason()));
        return summary;
    }
}
