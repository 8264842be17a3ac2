package io.asyncio4j.transport.spi;

/// Hears of a watched descriptor. Called on the loop's own thread, during the poll; it must neither run a program's code
/// nor await.
@FunctionalInterface
public interface WatchListener {

    /// Some of these are the case.
    ///
    /// @param events bits of [Watch]
    void ready(int events);
}
