package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// One direction of a blocking stream as a [Wire], with a thread that waits in the loop's place: for what has no
/// descriptor that could be watched. The stream is closed with it.
///
/// Loop-confined; `piece` and `length` are the thread's while it has the turn.
///
/// @implNote Loop and thread take turns: the thread reads or writes one piece after each permit of `turn`, then says so
/// on the loop. A thread that the stream never lets go is left behind as a daemon when the wire closes.
final class BlockingWire implements Wire {
    private static final int PIECE = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final EventLoop loop;
    private final @Nullable InputStream in;
    private final @Nullable OutputStream out;
    private final Semaphore turn = new Semaphore(0);
    private final Unsent unsent = new Unsent();
    private final byte[] piece = new byte[PIECE];
    private int length;
    private byte[] arrived = NOTHING;
    private @Nullable IOException failure;
    private @Nullable WireListener listener;
    private boolean reading;
    private boolean busy;
    private boolean ended;
    private boolean started;
    private volatile boolean closed;

    BlockingWire(EventLoop loop, @Nullable InputStream in, @Nullable OutputStream out) {
        this.loop = loop;
        this.in = in;
        this.out = out;
    }

    private void giveTurn() {
        busy = true;
        if (!started) {
            started = true;
            Thread.ofPlatform().daemon().name("asyncio4j-pipe").start(this::run);
        }
        turn.release();
    }

    private void run() {
        while (true) {
            turn.acquireUninterruptibly();
            if (closed) {
                closeStream();
                return;
            }
            IOException thrown = null;
            try {
                if (in != null) {
                    length = in.read(piece);
                } else if (out != null) {
                    out.write(piece, 0, length);
                    out.flush();
                }
            } catch (IOException stopped) {
                thrown = stopped;
            }
            IOException reason = thrown;
            try {
                loop.callSoonThreadsafe(() -> turnIsBack(reason));
            } catch (IllegalStateException loopClosed) {
                return;
            }
        }
    }

    private void turnIsBack(@Nullable IOException reason) {
        busy = false;
        WireListener told = listener;
        if (told == null) {
            return;
        }
        if (out != null) {
            if (reason != null) {
                unsent.clear();
                told.broken(Pipes.named(reason));
                return;
            }
            unsent.drop(length);
            sendSome();
            told.progressed();
            return;
        }
        if (reason != null) {
            failure = reason;
        } else if (length < 0) {
            ended = true;
        } else {
            arrived = Arrays.copyOf(piece, length);
        }
        if (reading) {
            told.readable();
        }
    }

    @Override
    public void open(WireListener listener) {
        this.listener = listener;
    }

    @Override
    public void reading(boolean on) {
        reading = on && in != null;
        if (reading) {
            if (arrived.length > 0 || ended || failure != null) {
                if (listener != null) {
                    listener.readable();
                }
            } else if (!busy) {
                giveTurn();
            }
        }
    }

    @Override
    public int available() throws IOException {
        if (arrived.length > 0) {
            return arrived.length;
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : 0;
    }

    @Override
    public byte[] take() {
        byte[] taken = arrived;
        arrived = NOTHING;
        if (reading && !busy) {
            giveTurn();
        }
        return taken;
    }

    @Override
    public int take(ByteBuffer target) {
        throw new UnsupportedOperationException("a pipe's wire gives arrays only");
    }

    @Override
    public void send(ByteBuffer data) {
        unsent.add(data);
        sendSome();
    }

    private void sendSome() {
        if (!busy && unsent.size() > 0) {
            length = Math.min(unsent.size(), PIECE);
            System.arraycopy(unsent.bytes, unsent.start, piece, 0, length);
            giveTurn();
        }
    }

    @Override
    public long unsent() {
        return unsent.size();
    }

    @Override
    public void shutdownOutput() {
        throw new UnsupportedOperationException("a pipe ends by closing");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        listener = null;
        unsent.clear();
        if (busy || !started) {
            // closing may wait for the thread that is in the stream
            Thread.ofVirtual().name("asyncio4j-pipe-close").start(this::closeStream);
        }
        turn.release();
    }

    private void closeStream() {
        Closeable stream = in != null ? in : out;
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException nobodyMinds) {
            // what was to be sent has been sent, or given up
        }
    }

    @Override
    public Endpoint endpoint() {
        throw new UnsupportedOperationException("a pipe has no address");
    }

    @Override
    public String toString() {
        return String.valueOf(in != null ? in : out);
    }
}
