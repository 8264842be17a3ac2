package io.asyncio4j.transport;

import java.io.IOException;
import java.net.SocketAddress;

/// Reacts to datagrams as they come: asyncio's `DatagramProtocol`. The calls are `connectionMade`, `datagramReceived` and
/// `errorReceived` any number of times, `connectionLost`.
public interface DatagramProtocol extends BaseProtocol {

    /// The socket is open.
    ///
    /// @param transport its end on this side
    default void connectionMade(DatagramTransport transport) throws Exception {
    }

    /// A datagram has come. An exception is reported, and the transport goes on.
    ///
    /// @param data the bytes, none for an empty one; the protocol's own to keep
    /// @param sender who sent it
    default void datagramReceived(byte[] data, SocketAddress sender) throws Exception {
    }

    /// Sending or receiving has failed; the transport goes on. On a connected socket it is told here, as a
    /// [java.net.ConnectException], when nobody listens at the other side.
    default void errorReceived(IOException failure) throws Exception {
    }
}
