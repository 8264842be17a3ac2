package io.asyncio4j.transport.spi;

/// Hears from a [Readiness]. Called on the loop's own thread, during the poll; it must neither run a program's code nor await.
@FunctionalInterface
public interface ReadinessListener {

    /// One of the two, or both, would not block now, if only because it would fail.
    void ready(boolean readable, boolean writable);
}
