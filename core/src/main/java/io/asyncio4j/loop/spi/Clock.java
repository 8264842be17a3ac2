package io.asyncio4j.loop.spi;

/// The time of a loop. Loop-confined. Replaced by a virtual one in tests.
public interface Clock {

    /// The monotonic clock of the machine.
    Clock SYSTEM = new SystemClock();

    /// Seconds since some fixed moment; never goes back.
    double time();

    /// Seconds that two readings may differ by and still mean the same moment; timers within it are due.
    double resolution();
}
