package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.WatchListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// The system calls of a connected stream socket that does not block. Confined to the loop's own thread.
interface StreamSocket {

    /// The memory it receives into at the least cost; it is shared by all sockets of the loop, and empty.
    ByteBuffer memory(Passage passage);

    /// Receives into `target`, at one go.
    ///
    /// @return how many bytes; 0 when there are none yet, -1 at the end of the stream
    int receive(ByteBuffer target, Passage passage) throws IOException;

    /// How many bytes can be received into memory of any kind without a copy on the way; 0 when that cannot be said.
    default int atHand(Passage passage) {
        return 0;
    }

    /// Takes and sends what is possible at once of what remains in `data`.
    ///
    /// @return whether all has been taken
    boolean send(ByteBuffer data, Passage passage) throws IOException;

    /// Lends the socket to what sends a part of a file; null when that cannot be done with it.
    ///
    /// @param watch the one who watches it
    default @Nullable LentSocket lend(Watch watch, LentSocket.Owner owner, FileChannel file, long offset, long count) {
        return null;
    }

    /// Whether there is something to receive that it has told already: bytes, the end or a failure.
    default boolean holds() {
        return false;
    }

    /// How many bytes it has taken and still has.
    default int unsent() {
        return 0;
    }

    /// Raises what has hindered it from sending what it had taken.
    default void checkSent() throws IOException {
        // it keeps nothing
    }

    void shutdownOutput() throws IOException;

    /// Itself, in the way this driver uses it.
    default StreamSocket on(NettyDriver driver) {
        return this;
    }

    /// Watches it; for reading, for room to write, and for the end of what it sends later. Loop's own thread.
    default Watch watch(NettyDriver driver, WatchListener listener) throws IOException {
        return handle().watch(driver, listener);
    }

    /// The socket itself.
    SocketHandle handle();
}
