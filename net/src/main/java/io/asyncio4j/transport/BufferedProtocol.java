package io.asyncio4j.transport;

import java.nio.ByteBuffer;

/// A protocol that provides the memory its data is received into: asyncio's `BufferedProtocol`. The calls are
/// `connectionMade`, then `getBuffer` and `bufferUpdated` in turn, `eofReceived` at most once, `connectionLost`.
///
/// No other protocol of the loop is called between the two, and `Transport.write` keeps a copy of what it cannot send at once: a
/// protocol that has done with the bytes when `bufferUpdated` returns may share its buffer with all of them, which keeps
/// it in the processor's cache.
public interface BufferedProtocol extends BaseProtocol {

    /// The connection stands.
    ///
    /// @param transport its end on this side
    default void connectionMade(Transport transport) throws Exception {
    }

    /// Where to put the bytes that come next, from the buffer's position to its limit. A buffer without room closes the
    /// connection as an error.
    ///
    /// @param sizeHint how many bytes are at hand; fewer or more room is fine
    ByteBuffer getBuffer(int sizeHint) throws Exception;

    /// `count` bytes, at least one, have been put into the buffer got last; its position stands behind them.
    void bufferUpdated(int count) throws Exception;

    /// As [Protocol#eofReceived()].
    default boolean eofReceived() throws Exception {
        return false;
    }
}
