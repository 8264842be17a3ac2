package io.asyncio4j.transport;

/// Reacts to a connection's bytes as they come: asyncio's `Protocol`. The calls are
/// `connectionMade`, `dataReceived` any number of times, `eofReceived` at most once, `connectionLost`.
public interface Protocol extends BaseProtocol {

    /// The connection stands.
    ///
    /// @param transport its end on this side
    default void connectionMade(Transport transport) throws Exception {
    }

    /// Some bytes have come: at least one, cut anywhere. An exception closes the connection.
    ///
    /// @param data the bytes; the protocol's own to keep
    default void dataReceived(byte[] data) throws Exception {
    }

    /// The peer sends no more.
    ///
    /// @return true to keep the connection so that this side can go on writing; false to close it
    default boolean eofReceived() throws Exception {
        return false;
    }
}
