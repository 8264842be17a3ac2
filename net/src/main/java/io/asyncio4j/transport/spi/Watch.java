package io.asyncio4j.transport.spi;

/// Waits for a descriptor of the operating system, on behalf of a [WatchListener]. Loop-confined.
///
/// The listener is told in every iteration in which something it wants is the case, as with a level-triggered selector.
public interface Watch extends AutoCloseable {
    /// The bit for: there is something to read, or the end of the stream. The bits are those of `poll`.
    int READ = 1;
    /// The bit for: something can be written.
    int WRITE = 4;
    /// The bit for: the descriptor has failed; on the writing end of a pipe, nobody reads any more. Always reported when
    /// anything is wanted; wanted alone, nothing else is.
    int ERROR = 8;
    /// The bit for: the other side is gone. Always reported, as [#ERROR].
    int HANG_UP = 16;

    /// Says what is wanted from now on; 0, as at first, for nothing at all.
    void want(int events);

    /// Stops watching; to be called before the descriptor is closed. Harmless when called again.
    @Override
    void close();
}
