package io.asyncio4j.testing;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamReaderProtocol;
import io.asyncio4j.stream.StreamWriter;
import io.asyncio4j.transport.BaseProtocol;
import io.asyncio4j.transport.Connected;
import io.asyncio4j.transport.Connections;

import java.util.function.Supplier;

/// Two ends of a connection in memory, without a network: what one writes the other reads. For tests of protocols and of
/// code that is given streams, on any loop. Stateless; the methods give coroutines for the running loop.
public final class MemoryPair {
    private MemoryPair() {
    }

    /// Both ends as streams.
    public record Streams(Connection left, Connection right) {
    }

    /// Both ends as transports with protocols.
    ///
    /// @param <L> the left protocol's class
    /// @param <R> the right protocol's class
    public record Transports<L extends BaseProtocol, R extends BaseProtocol>(Connected<L> left, Connected<R> right) {
    }

    /// Two connected streams.
    public static Coroutine<Streams> streams() {
        return Coroutine.of(() -> {
            StreamReader left = new StreamReader();
            StreamReader right = new StreamReader();
            Transports<StreamReaderProtocol, StreamReaderProtocol> ends =
                    transports(() -> new StreamReaderProtocol(left), () -> new StreamReaderProtocol(right)).await();
            return new Streams(connection(left, ends.left()), connection(right, ends.right()));
        });
    }

    private static Connection connection(StreamReader reader, Connected<StreamReaderProtocol> end) {
        return new Connection(reader, new StreamWriter(end.transport(), end.protocol(), reader));
    }

    /// Two connected transports with [MemoryNetwork#DEFAULT_CAPACITY]; both protocols have heard `connectionMade`.
    public static <L extends BaseProtocol, R extends BaseProtocol> Coroutine<Transports<L, R>> transports(
            Supplier<? extends L> left, Supplier<? extends R> right) {
        return transports(left, right, MemoryNetwork.DEFAULT_CAPACITY);
    }

    /// Two connected transports.
    ///
    /// @param capacity how many bytes may be in flight in each direction, at least one
    public static <L extends BaseProtocol, R extends BaseProtocol> Coroutine<Transports<L, R>> transports(
            Supplier<? extends L> left, Supplier<? extends R> right, int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException(
                    "memory pair's capacity is not positive: " + capacity + "; give at least one byte");
        }
        return Coroutine.of(() -> {
            MemoryWire[] ends = MemoryWire.pair(capacity, Runnable::run, null, null);
            Connected<L> one;
            try {
                one = Connections.<L>connectWire(left, ends[0]).await();
            } catch (Throwable failure) {
                ends[1].close();
                throw failure;
            }
            try {
                return new Transports<>(one, Connections.<R>connectWire(right, ends[1]).await());
            } catch (Throwable failure) {
                one.transport().abort();
                throw failure;
            }
        });
    }
}
