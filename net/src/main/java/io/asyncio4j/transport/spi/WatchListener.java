package io.asyncio4j.transport.spi;

/// Hears from a [Watch]. Called on the loop's own thread, during the poll; it must neither run a program's code nor await.
@FunctionalInterface
public interface WatchListener {

    /// Some of what is wanted is the case.
    ///
    /// @param events bits of [Watch]
    void ready(int events);
}
