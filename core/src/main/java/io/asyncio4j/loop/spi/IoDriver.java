package io.asyncio4j.loop.spi;

/// How a loop waits: for I/O, for a deadline, for other threads. The core's own one parks; the network's polls sockets;
/// a test's moves a virtual clock.
public interface IoDriver extends AutoCloseable {

    /// Waits for I/O and schedules the callbacks of what is ready. Loop thread only.
    ///
    /// @param nanos how long to wait at most: 0 does not wait (and need not look at every call: there is other work),
    ///        less than 0 waits until something happens or [#wakeup] is called
    void poll(long nanos);

    /// Makes a [#poll] that waits, or the next one that would, return soon. Any thread.
    void wakeup();

    /// Lets go of everything. Loop thread only; the loop does not poll again.
    @Override
    void close();
}
