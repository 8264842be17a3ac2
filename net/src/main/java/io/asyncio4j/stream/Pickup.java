package io.asyncio4j.stream;

import io.asyncio4j.transport.ReadTransport;
import io.asyncio4j.transport.spi.Lender.Giver;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// What the coroutine that waits in [StreamReader#readInto] is to receive itself, and where to. Owner-confined.
/*
 * | state    | memory | giver | here | left by                                                             |
 * |----------|--------|-------|------|---------------------------------------------------------------------|
 * | NOBODY   | -      | -     | -    | expect: WAITS, if the one that waits has memory                      |
 * | WAITS    | set    | -     | -    | comesFor: WOKEN; leave: NOBODY                                       |
 * | WOKEN    | set    | set   | -    | receive: RECEIVES; fetch, by somebody else: WAITS; leave: NOBODY     |
 * | RECEIVES | set    | -     | set  | the end of receive: WAITS, and leave follows                         |
 */
final class Pickup {
    private @Nullable ByteBuffer memory;
    private @Nullable Giver giver;
    private boolean here;

    /// Somebody waits, with this memory or with none.
    void expect(@Nullable ByteBuffer memory) {
        this.memory = memory;
    }

    /// Whether there is something to receive for which somebody has been woken.
    boolean isDue() {
        return giver != null;
    }

    /// Whether the one that waits comes for what `transport` can receive now, and is to be woken.
    boolean comesFor(@Nullable ReadTransport transport) {
        if (memory == null || !(transport instanceof Giver from)) {
            return false;
        }
        giver = from;
        return true;
    }

    /// Receives what somebody has been woken for, if anybody has.
    void fetch() {
        Giver from = giver;
        if (from != null) {
            giver = null;
            from.giveNow();
        }
    }

    /// Receives on behalf of the one that waited with this memory.
    ///
    /// @return how many bytes lie there now
    int receive(ByteBuffer mine) {
        int before = mine.position();
        here = memory == mine;
        try {
            fetch();
        } finally {
            here = false;
        }
        return mine.position() - before;
    }

    /// The one that waited with this memory is gone.
    ///
    /// @param received whether it has come; if not, the transport receives as for anybody
    void leave(ByteBuffer mine, boolean received) {
        Giver from = giver;
        if (!received && from != null) {
            giver = null;
            from.giveSoon();
        }
        if (memory == mine) {
            memory = null;
        }
    }

    /// The memory of the one that receives, from its position on; null when nobody does, or it is full.
    @Nullable ByteBuffer lend() {
        ByteBuffer lent = memory;
        return here && lent != null && lent.hasRemaining() ? lent : null;
    }

    /// So many bytes have been put into what was lent.
    void filled(int count) {
        if (!here) {
            throw new IllegalStateException("stream was filled with " + count + " bytes and has lent nothing");
        }
    }
}
