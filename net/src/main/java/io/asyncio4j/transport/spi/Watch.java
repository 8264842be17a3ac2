package io.asyncio4j.transport.spi;

/// Waits for a descriptor of the operating system or for a channel, on behalf of a [WatchListener]. Loop-confined.
///
/// The listener is told in every iteration in which something it wants is the case, as with a level-triggered selector, and
/// of nothing else. When the descriptor has failed, or its other side has gone, all that is wanted is the case: nothing of it
/// would have to wait.
public interface Watch extends AutoCloseable {
    /// The bit for: there is something to read, a connection to accept, or the end of the stream.
    int READ = 1;
    /// The bit for: something can be written, or a connection attempt has ended.
    int WRITE = 4;
    /// The bit for: the descriptor has failed, or its other side has gone; on the writing end of a pipe, nobody reads any
    /// more. Not for channels.
    int GONE = 8;

    /// Says what is wanted from now on; 0, as at first, for nothing at all.
    void want(int events);

    /// Stops watching; to be called before the descriptor is closed or left to somebody else. Harmless when called again.
    @Override
    void close();

    /// Stops watching, and has `closing` close the descriptor, which nobody else has.
    default void closeWith(Runnable closing) {
        close();
        closing.run();
    }
}
