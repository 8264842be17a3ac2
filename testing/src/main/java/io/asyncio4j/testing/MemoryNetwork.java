package io.asyncio4j.testing;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.WithoutResult;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Acceptor;
import io.asyncio4j.transport.spi.Listener;
import io.asyncio4j.transport.spi.Network;
import io.asyncio4j.transport.spi.Wire;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// A network that exists in one loop only, in virtual time: servers, connections and streams work as they do on sockets,
/// no byte leaves the process, and a test never depends on the machine.
///
/// `MemoryNetwork.run(() -> ...)` runs a program so. What is sent arrives in the next iteration; a connection holds a
/// limited number of bytes in flight, so a peer that does not read is felt by the one who writes.
///
/// Loop-confined, except [#wakeup].
///
/// @implNote A wire does not tell its news at once: they wait here until the loop polls, as a selector's would, so
/// callbacks run in the iteration and in the order in which they would run on sockets.
public final class MemoryNetwork implements IoDriver, Network {
    /// How many bytes a connection holds in flight in each direction, if nothing else is said.
    public static final int DEFAULT_CAPACITY = 64 * 1024;

    private static final int FIRST_FREE_PORT = 49_152;

    private final VirtualTime time;
    private final int capacity;
    private final Map<SocketAddress, MemoryListener> listeners = new HashMap<>();
    private final ArrayDeque<Runnable> news = new ArrayDeque<>();
    private int nextPort = FIRST_FREE_PORT;

    private MemoryNetwork(VirtualTime time, int capacity) {
        this.time = time;
        this.capacity = capacity;
    }

    /// Runs `main` as [Runner#run] does, on a network in memory and in virtual time.
    public static <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
        try (Runner runner = new Runner(null, MemoryNetwork::newLoop)) {
            return runner.run(main);
        }
    }

    /// Runs `main`, which has no result, on a network in memory and in virtual time.
    public static void run(AsyncAction main) throws Exception {
        run(new WithoutResult<>(main));
    }

    /// A loop on a network of its own; the caller closes it.
    public static EventLoop newLoop() {
        return newLoop(DEFAULT_CAPACITY);
    }

    /// A loop on a network of its own whose connections hold this many bytes in flight.
    ///
    /// @throws IllegalArgumentException when the capacity is not positive
    public static EventLoop newLoop(int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException(
                    "memory network's capacity is not positive: " + capacity + "; give at least one byte");
        }
        VirtualTime time = VirtualTime.unattached();
        MemoryNetwork network = new MemoryNetwork(time, capacity);
        EventLoop loop = new EventLoop(LoopOptions.defaults().withClock(time).withDriver(() -> network));
        time.attach(loop);
        return loop;
    }

    // ---- the loop's driver

    @Override
    public void poll(long nanos) {
        if (news.isEmpty()) {
            time.poll(nanos);
        }
        for (int left = news.size(); left > 0; left--) {
            news.remove().run();
        }
    }

    @Override
    public boolean tryPoll() {
        return news.isEmpty();
    }

    @Override
    public void wakeup() {
        time.wakeup();
    }

    @Override
    public void close() {
        news.clear();
        listeners.clear();
        time.close();
    }

    /// To be told at the next poll.
    void later(Runnable fact) {
        news.add(fact);
    }

    // ---- the loop's network

    @Override
    public Future<Wire> connect(SocketAddress remote, @Nullable SocketAddress local,
            Map<SocketOption<?>, Object> options) {
        Future<Wire> result = new Future<>();
        MemoryListener listener = find(remote);
        if (listener == null) {
            later(() -> {
                if (!result.isDone()) {
                    result.setException(new ConnectException("connection refused"));
                }
            });
            return result;
        }
        SocketAddress here = local == null ? unnamed(remote) : local;
        MemoryWire[] ends = MemoryWire.pair(capacity, this::later, here, remote);
        options.forEach((option, value) -> ends[0].endpoint().setOption(unchecked(option), value));
        listener.connect(ends[1], () -> later(() -> {
            if (result.isDone()) {
                ends[0].close();
            } else {
                result.setResult(ends[0]);
            }
        }));
        return result;
    }

    @SuppressWarnings("unchecked")
    private static SocketOption<Object> unchecked(SocketOption<?> option) {
        return (SocketOption<Object>) option;
    }

    private SocketAddress unnamed(SocketAddress remote) {
        return remote instanceof InetSocketAddress internet
                ? new InetSocketAddress(internet.getAddress(), nextPort++)
                : remote;
    }

    private @Nullable MemoryListener find(SocketAddress remote) {
        MemoryListener exact = listeners.get(remote);
        if (exact != null || !(remote instanceof InetSocketAddress internet)) {
            return exact;
        }
        MemoryListener anywhere = listeners.get(new InetSocketAddress(internet.getPort()));
        return anywhere != null || !(internet.getAddress() instanceof Inet6Address)
                ? anywhere
                : listeners.get(new InetSocketAddress(InetAddress.ofLiteral("::"), internet.getPort()));
    }

    @Override
    public Listener listen(SocketAddress local, int backlog, Map<SocketOption<?>, Object> options, Acceptor acceptor)
            throws IOException {
        SocketAddress bound = local instanceof InetSocketAddress internet && internet.getPort() == 0
                ? new InetSocketAddress(internet.getAddress(), nextPort++)
                : local;
        if (listeners.containsKey(bound)) {
            throw new BindException("address already in use");
        }
        MemoryListener listener =
                new MemoryListener(this, bound, backlog, acceptor, () -> listeners.remove(bound));
        options.forEach((option, value) -> listener.endpoint().setOption(unchecked(option), value));
        listeners.put(bound, listener);
        return listener;
    }
}
