package io.asyncio4j.multicore;

import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.transport.ServerOptions;

import java.util.Locale;
import java.util.Objects;

/// How a [LoopGroup] serves. Immutable.
///
/// @param loops how many loops, each on a thread of its own
/// @param sharing how the loops share the address
/// @param drainSeconds how long connections may go on after a stop before they are broken off
/// @param server how each loop listens
/// @param limit of a stream's reader, in bytes
public record LoopGroupOptions(int loops, Sharing sharing, double drainSeconds, ServerOptions server, int limit) {

    /// How the loops share an address.
    public enum Sharing {
        /// Every loop has a listening socket, and the system spreads the connections (SO_REUSEPORT): no loop does the
        /// others' work. The default where the system spreads them, which is Linux.
        REUSE_PORT,
        /// The first loop accepts and gives the connections to all loops in turn. Works everywhere.
        ONE_ACCEPTOR
    }

    /// A loop for each processor, 10 seconds to drain, servers and streams as they are by default.
    public static final LoopGroupOptions DEFAULT = new LoopGroupOptions(Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")
                    ? Sharing.REUSE_PORT
                    : Sharing.ONE_ACCEPTOR,
            10, ServerOptions.DEFAULT, StreamReader.DEFAULT_LIMIT);

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException unless there is a loop, the time to drain is 0 or more, and the limit positive
    public LoopGroupOptions {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(sharing, "sharing");
        if (loops < 1 || !(drainSeconds >= 0) || limit < 1) {
            throw new IllegalArgumentException("loop group options are out of range: loops=" + loops
                    + ", drainSeconds=" + drainSeconds + ", limit=" + limit
                    + "; give at least one loop, 0 seconds or more, 1 byte or more");
        }
    }

    /// The same with so many loops.
    public LoopGroupOptions withLoops(int loops) {
        return new LoopGroupOptions(loops, sharing, drainSeconds, server, limit);
    }

    /// The same, sharing the address so.
    public LoopGroupOptions withSharing(Sharing sharing) {
        return new LoopGroupOptions(loops, sharing, drainSeconds, server, limit);
    }

    /// The same with so many seconds to drain.
    public LoopGroupOptions withDrainSeconds(double drainSeconds) {
        return new LoopGroupOptions(loops, sharing, drainSeconds, server, limit);
    }

    /// The same with these servers.
    public LoopGroupOptions withServer(ServerOptions server) {
        return new LoopGroupOptions(loops, sharing, drainSeconds, server, limit);
    }

    /// The same with this limit of a stream's reader.
    public LoopGroupOptions withLimit(int limit) {
        return new LoopGroupOptions(loops, sharing, drainSeconds, server, limit);
    }
}
