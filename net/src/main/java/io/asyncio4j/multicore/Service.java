package io.asyncio4j.multicore;

import java.net.InetSocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// One loop's share of a server of a [LoopGroup]: made, used and stopped on its loop. Loop-confined.
public interface Service {

    /// Begins to serve; may await. A failure stops the group.
    ///
    /// @param sharing how the loops share the address. With `REUSE_PORT` each listens, with SO_REUSEPORT; with `ONE_ACCEPTOR`
    ///        the first alone listens, without it. A group of one loop has one acceptor
    /// @param first where the first loop listens, or null if this is the first: its port is everybody's
    /// @return where it listens, or null if it does not
    @Nullable InetSocketAddress start(LoopGroupOptions.Sharing sharing, @Nullable InetSocketAddress first)
            throws Exception;

    /// Gives the connections it accepts to all of these in turn, on their loops. Called with `ONE_ACCEPTOR`, of the first only,
    /// when the others have started.
    ///
    /// @param all the services of the group, this one among them, made by the same factory
    void handTo(List<? extends Service> all);

    /// Accepts nothing more, lets its connections go on, and returns when the last has ended. Awaits.
    void drain() throws Exception;

    /// Breaks off what is left, so that [#drain] returns soon: the time is up. The tasks of the loop are cancelled already,
    /// all but the one that drains.
    void abort();
}
