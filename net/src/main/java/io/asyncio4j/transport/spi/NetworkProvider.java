package io.asyncio4j.transport.spi;

import io.asyncio4j.loop.EventLoop;

/// Gives a loop its network at first use; found by [java.util.ServiceLoader]. Thread-safe.
public interface NetworkProvider {

    /// Makes a network for this loop and installs it as its driver.
    ///
    /// @throws IllegalStateException when none of the kinds asked for works here
    Network install(EventLoop loop);
}
