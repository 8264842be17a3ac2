package io.asyncio4j.loop.spi;

/// A step for a time that stands among the loop's timers itself, without a handle: programs sleep by the hundred thousand.
/// Loop-confined.
public interface TimedStep extends Step {

    /// Whether it need not run any more. It stays where it is until the timers are purged.
    boolean isDropped();

    /// It has left the timers, for the ready queue or for good.
    void leftTimers();
}
