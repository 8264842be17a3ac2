package io.asyncio4j.net.netty;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The system calls of a connected stream socket that does not block. Confined to the loop's own thread. Buffers are
/// direct ones.
interface StreamSocket {

    /// Receives into `target`.
    ///
    /// @return how many bytes; 0 when none are there, -1 at the end of the stream
    int read(ByteBuffer target) throws IOException;

    /// Sends what remains in `source`.
    ///
    /// @return how many bytes were taken, which is where the buffer's position stands now
    int write(ByteBuffer source) throws IOException;

    void shutdownOutput() throws IOException;

    /// The socket itself.
    SocketHandle handle();
}
