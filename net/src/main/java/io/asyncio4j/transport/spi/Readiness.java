package io.asyncio4j.transport.spi;

/// An eye on one descriptor or channel. Loop-confined.
public interface Readiness {

    /// Says what to wait for from now on; nothing at first. [ReadinessListener#ready] is called in every poll that finds it.
    void interest(boolean readable, boolean writable);

    /// Ends the watch, before the descriptor is closed or left to somebody else; nothing more is told.
    void cancel();
}
