package io.asyncio4j.net.netty;

import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoOps;

/// The requests to a ring that are made here and not by Netty's channels, by Linux's numbers for them. Stateless.
final class RingRequests {
    static final byte POLL_ADD = 6;
    static final byte ASYNC_CANCEL = 14;
    static final byte SEND = 26;
    static final byte RECV = 27;

    private static final byte NO_FLAGS = 0;
    private static final short NONE = 0;
    // Linux knows it since 5.19, as it does rings of buffers, of which Netty says whether they are there
    private static final short POLL_FIRST = (short) (IoUring.isRegisterBufferRingSupported() ? 1 : 0);

    private RingRequests() {
    }

    /// Reports once that one of the events is the case.
    ///
    /// @param data comes back with the completion; small numbers travel without a map
    static IoUringIoOps poll(int descriptor, int events, long data) {
        return new IoUringIoOps(POLL_ADD, NO_FLAGS, NONE, descriptor, 0L, 0L, 0, events, data, NONE, NONE, 0, 0L);
    }

    /// Takes back another request.
    static IoUringIoOps cancel(long request, long data) {
        return new IoUringIoOps(ASYNC_CANCEL, NO_FLAGS, NONE, -1, 0L, request, 0, 0, data, NONE, NONE, 0, 0L);
    }

    /// Receives once, as soon as there is something.
    ///
    /// @param now whether there is something already
    static IoUringIoOps receive(int descriptor, long address, int length, boolean now) {
        return new IoUringIoOps(RECV, NO_FLAGS, now ? NONE : POLL_FIRST, descriptor, 0L, address, length, 0, 0L, NONE,
                NONE, 0, 0L);
    }

    /// Sends what is taken at once, or as soon as there is room.
    static IoUringIoOps send(int descriptor, long address, int length) {
        return new IoUringIoOps(SEND, NO_FLAGS, NONE, descriptor, 0L, address, length, 0, 0L, NONE, NONE, 0, 0L);
    }
}
