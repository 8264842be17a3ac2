package io.asyncio4j.net.netty;

import io.asyncio4j.net.posix.HeapIo;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelProgressivePromise;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes of a channel that the kernel has not taken yet, counted exactly.
///
/// Confined to the loop's own thread, except [#unsent()], which other threads ask only while that one waits for them.
///
/// @implNote One piece at a time is with Netty, in memory the kernel can read; what comes while the kernel is busy waits
/// on the heap and follows in pieces. So the memory outside the heap stays small however much is written, small writes
/// are joined, and the count is exact within a piece too, because the promise hears of partial progress.
final class Outbound {
    private static final int PIECE = 256 * 1024;
    /// From here on a copy costs more than doing without.
    private static final int LARGE = 16 * 1024;

    private final NettyWire wire;
    private final Channel channel;
    private final NettyDriver driver;
    private final Staging staging;
    private final Backlog backlog = new Backlog();
    private long inFlight;
    private boolean pumping;
    private boolean dropped;

    Outbound(NettyWire wire, Channel channel, NettyDriver driver) {
        this.wire = wire;
        this.channel = channel;
        this.driver = driver;
        this.staging = driver.staging();
    }

    long unsent() {
        return backlog.size() + inFlight;
    }

    /// Sends what remains in `data`; keeps a copy of what the kernel does not take at once.
    void send(ByteBuffer data) {
        if (unsent() == 0 && !dropped) {
            sendPastNetty(data);
        }
        pumping = true;
        try {
            while (inFlight == 0 && data.hasRemaining() && !dropped) {
                int count = Math.min(data.remaining(), PIECE);
                ByteBuf piece = channel.alloc().directBuffer(count);
                move(data, count, piece);
                transmit(piece);
            }
        } finally {
            pumping = false;
        }
        if (dropped) {
            data.position(data.limit());
        } else if (data.hasRemaining()) {
            backlog.add(data);
        }
    }

    /// Nothing is with Netty: the kernel can be asked without it, which saves the piece, its promise and the way through the
    /// pipeline. What the kernel does not take goes through Netty, because that waits for the socket.
    private void sendPastNetty(ByteBuffer data) {
        HeapIo heapSend = data.remaining() >= LARGE && data.hasArray() ? driver.passage().heapIo() : null;
        driver.passage().moved(data.remaining() >= LARGE ? data.remaining() : 0);
        if (channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket && socket.isOpen()) {
            try {
                if (heapSend != null) {
                    sendFromHeap(heapSend, socket, data);
                } else {
                    staging.send(socket, data);
                }
            } catch (IOException failure) {
                failed(failure);
            }
        }
    }

    private static void sendFromHeap(HeapIo sender, Socket socket, ByteBuffer data) throws IOException {
        int asked;
        int sent;
        do {
            asked = Math.min(data.remaining(), PIECE);
            int result = sender.send(socket.intValue(), data.array(), data.arrayOffset() + data.position(), asked);
            sent = result >= 0 ? result : Errors.ioResult("send", result); // 0 when it would have to wait
            data.position(data.position() + sent);
        } while (sent == asked && data.hasRemaining());
    }

    private static void move(ByteBuffer data, int count, ByteBuf piece) {
        if (data.hasArray()) { // the usual case, and the shorter way
            piece.writeBytes(data.array(), data.arrayOffset() + data.position(), count);
        } else {
            piece.writeBytes(data.slice(data.position(), count));
        }
        data.position(data.position() + count);
    }

    private void transmit(ByteBuf piece) {
        Transmission transmission = new Transmission(channel, piece.readableBytes());
        inFlight = piece.readableBytes();
        channel.writeAndFlush(piece, transmission);
    }

    private void pump() {
        pumping = true;
        try {
            while (inFlight == 0 && backlog.size() > 0 && !dropped) {
                ByteBuf piece = channel.alloc().directBuffer((int) Math.min(backlog.size(), PIECE), PIECE);
                backlog.moveTo(piece);
                transmit(piece);
            }
        } finally {
            pumping = false;
        }
    }

    private void remaining(long bytes) {
        if (dropped) {
            return;
        }
        inFlight = bytes;
        if (!pumping) {
            if (bytes == 0) {
                pump();
            }
            wire.progressed();
        }
    }

    private void failed(Throwable cause) {
        if (!dropped) {
            drop();
            wire.broken(cause);
        }
    }

    /// Forgets what has not been sent, for good.
    void drop() {
        dropped = true;
        backlog.clear();
        inFlight = 0;
    }

    /// The promise of one piece. It is told directly and has no listeners.
    private final class Transmission extends DefaultChannelProgressivePromise {
        private final int size;

        Transmission(Channel channel, int size) {
            super(channel);
            this.size = size;
        }

        @Override
        public boolean tryProgress(long progress, long total) {
            if (progress < size) { // the end is told by trySuccess
                remaining(size - progress);
            }
            return true;
        }

        @Override
        public boolean trySuccess(@Nullable Void result) {
            boolean first = super.trySuccess(result);
            if (first) {
                remaining(0);
            }
            return first;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            boolean first = super.tryFailure(cause);
            if (first) {
                failed(cause);
            }
            return first;
        }
    }
}
