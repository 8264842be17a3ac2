package io.asyncio4j.transport;

import org.jspecify.annotations.Nullable;

/// One end of a connection as its protocol sees it: asyncio's `BaseTransport`.
///
/// Loop-confined: call it from callbacks, coroutines and tasks of the loop that owns it.
public interface BaseTransport {

    /// Closes in order: no more data is read, what has been written is flushed, then the protocol's `connectionLost` is
    /// called with null. Closing twice is harmless.
    void close();

    /// Whether the transport is closed or closing.
    boolean isClosing();

    /// What the transport knows about its connection, or null when it does not: asyncio's `get_extra_info`.
    <T> @Nullable T getExtraInfo(ExtraInfo<T> key);

    /// As [#getExtraInfo(ExtraInfo)] with an answer for the unknown.
    default <T> T getExtraInfo(ExtraInfo<T> key, T unknown) {
        T known = getExtraInfo(key);
        return known == null ? unknown : known;
    }

    /// Switches to another protocol; what arrives from now on goes there. `connectionMade` is not called again.
    ///
    /// @throws IllegalArgumentException when the transport cannot serve a protocol of this kind
    void setProtocol(BaseProtocol protocol);

    /// The protocol in force.
    BaseProtocol getProtocol();
}
