package io.asyncio4j.net.netty;

import io.asyncio4j.transport.spi.Datagram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The system calls of a datagram socket that does not block. Confined to the loop's own thread. Buffers are direct ones.
interface PacketSocket {

    /// The next datagram, or null when none is there.
    @Nullable Datagram receive(ByteBuffer scratch) throws IOException;

    /// Sends what remains in `source`.
    ///
    /// @return whether it was taken
    boolean send(ByteBuffer source, @Nullable SocketAddress to) throws IOException;

    void join(InetAddress group, NetworkInterface by) throws IOException;

    void leave(InetAddress group, NetworkInterface by) throws IOException;

    /// The socket itself.
    SocketHandle handle();
}
