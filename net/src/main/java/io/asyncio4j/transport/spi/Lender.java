package io.asyncio4j.transport.spi;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// What a [io.asyncio4j.transport.Protocol] is besides that has memory for what comes next at some times only: when somebody
/// waits for it there. Its transport may ask before it receives, and gives an array where it does not or where nothing is lent.
///
/// Loop-confined; called by the transport as the protocol is.
public interface Lender {

    /// Where to put the bytes that come next, from the buffer's position to its limit; null for an array of their own.
    @Nullable ByteBuffer lend();

    /// `count` bytes, at least one, have been put into the buffer lent last; its position stands behind them.
    void filled(int count);
}
