package io.asyncio4j.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/// A socket for datagrams: asyncio's `DatagramTransport`.
///
/// Loop-confined. Nothing here waits: what the operating system does not take at once is buffered, and the protocol is
/// told by `pauseWriting` and `resumeWriting` when the buffer crosses its limits. Data is copied before a method returns.
public interface DatagramTransport extends BaseTransport {

    /// Sends a datagram to the address that the endpoint was made for; it may be empty. What hinders it, such as its
    /// size (65,507 bytes are possible over IPv4), is told to [DatagramProtocol#errorReceived].
    ///
    /// @throws IllegalArgumentException when the endpoint was made for no address
    void sendTo(byte[] data);

    /// Sends a datagram to an address.
    ///
    /// @throws IllegalArgumentException when the endpoint was made for another address, or this one is not resolved
    void sendTo(byte[] data, SocketAddress to);

    /// As [#sendTo(byte[], SocketAddress)] with what remains in `data`, and leaves it empty.
    void sendTo(ByteBuffer data, SocketAddress to);

    /// Closes at once: what has not been sent is dropped. The protocol's `connectionLost` is called with null.
    void abort();

    /// Bytes that wait to be sent; each datagram counts 8 more than it has, so that empty ones count too.
    long getWriteBufferSize();

    /// The marks between which the protocol is paused and resumed.
    WriteBufferLimits getWriteBufferLimits();

    /// Sets the marks; may pause at once.
    void setWriteBufferLimits(WriteBufferLimits limits);

    /// Receives from now on what is sent to a multicast group.
    ///
    /// @param by the network interface it comes by
    void joinGroup(InetAddress group, NetworkInterface by) throws IOException;

    /// Undoes [#joinGroup].
    void leaveGroup(InetAddress group, NetworkInterface by) throws IOException;
}
