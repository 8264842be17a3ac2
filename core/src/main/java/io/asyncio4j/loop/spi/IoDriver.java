package io.asyncio4j.loop.spi;

/// How a loop waits: for I/O, for a deadline, for other threads. The core's own one parks; the network's polls sockets;
/// a test's moves a virtual clock.
public interface IoDriver extends AutoCloseable {

    /// Waits for I/O and schedules the callbacks of what is ready. Loop thread only.
    ///
    /// @param nanos how long to wait at most: 0 does not wait (and need not look at every call: there is other work),
    ///        less than 0 waits until something happens or [#wakeup] is called
    void poll(long nanos);

    /// A [#poll] of 0 on the thread of one of the loop's coroutines, if it need not be the loop's own: usually because it
    /// would do nothing now. On the thread engine going to the loop's thread for it costs many times a switch.
    ///
    /// @return false when it has not been done and the loop's thread must; always right
    default boolean tryPoll() {
        return false;
    }

    /// Makes a [#poll] that waits, or the next one that would, return soon. Any thread.
    void wakeup();

    /// Lets go of everything. Loop thread only; the loop does not poll again.
    @Override
    void close();
}
