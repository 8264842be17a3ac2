package io.asyncio4j.transport;

import org.jspecify.annotations.Nullable;

/// What every protocol may hear from its transport: asyncio's `BaseProtocol`. Implement [Protocol],
/// [BufferedProtocol] or [DatagramProtocol].
///
/// Called on the loop's thread, as callbacks: the methods must not await. Whatever they throw is reported to the loop's
/// exception handler.
public interface BaseProtocol {

    /// The connection is gone; the last call a protocol gets, made exactly once.
    ///
    /// @param failure why, or null when this side closed it or the peer ended it in order
    default void connectionLost(@Nullable Throwable failure) throws Exception {
    }

    /// The write buffer holds more than the high mark; stop writing until [#resumeWriting()].
    default void pauseWriting() throws Exception {
    }

    /// The write buffer has drained to the low mark.
    default void resumeWriting() throws Exception {
    }
}
