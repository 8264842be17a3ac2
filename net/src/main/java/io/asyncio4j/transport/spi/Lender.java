package io.asyncio4j.transport.spi;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// What a [io.asyncio4j.transport.Protocol] is besides when somebody at times comes for what can be received, with memory of
/// its own to put it in: a coroutine that reads. Its transport may ask before it receives, and receives at once, into arrays,
/// where it does not or where nobody comes.
///
/// Loop-confined; called by the transport as the protocol is.
public interface Lender {

    /// Something can be received now. Whether somebody comes for it in the next iteration, by [Giver#giveNow], so that it need
    /// not be received before; who does not come says so by [Giver#giveSoon].
    boolean comesForIt();

    /// Where to put the bytes that come next, from the buffer's position to its limit; null for an array of their own.
    @Nullable ByteBuffer lend();

    /// `count` bytes, at least one, have been put into the buffer lent last; its position stands behind them.
    void filled(int count);

    /// A transport that lets a [Lender] come for what can be received. Loop-confined.
    interface Giver {

        /// Receives now what there is, and hands it to the protocol. For coroutines; harmless when there is nothing.
        void giveNow();

        /// Does so in a callback of its own.
        void giveSoon();
    }
}
