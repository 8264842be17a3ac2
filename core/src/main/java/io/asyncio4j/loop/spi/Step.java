package io.asyncio4j.loop.spi;

import io.asyncio4j.coroutine.Host;

/// Something the loop runs once for each time it was scheduled. Handles are steps; a task is its own, so that waking it
/// allocates nothing.
@FunctionalInterface
public interface Step {

    /// Runs. Loop thread only. May throw only what must leave the loop.
    ///
    /// @param host of the loop's thread
    void step(Host host);
}
