package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Watch;
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

    /// Sends what is taken at once of what remains in `data`.
    ///
    /// @return whether that was all
    boolean send(ByteBuffer data, Passage passage) throws IOException;

    /// Lends the socket to what sends a part of a file; null when that cannot be done with it.
    ///
    /// @param watch the one who watches it
    default @Nullable LentSocket lend(Watch watch, LentSocket.Owner owner, FileChannel file, long offset, long count) {
        return null;
    }

    void shutdownOutput() throws IOException;

    /// The socket itself.
    SocketHandle handle();
}
