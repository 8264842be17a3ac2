package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.net.posix.PosixException;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Networks;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One direction of a descriptor as a [Wire]; the descriptor is closed with it.
///
/// Loop-confined. For the direction that receives, `available` reads once and keeps what it got until it is taken. For the
/// one that sends, `reading` means to wait for the peer to stop reading, which is what `readable` then says.
final class DescriptorWire implements Wire {
    private static final byte[] NOTHING = {};

    private final int descriptor;
    private final boolean sends;
    private final int peerGone;
    private final Posix posix;
    private final Watch watch;
    private final Open open;
    private final Unsent unsent = new Unsent();
    private byte[] arrived = NOTHING;
    private @Nullable WireListener listener;
    private int wanted;
    private boolean closed;

    /// Takes the descriptor over, unless this throws.
    ///
    /// @param peerGone the events by which the direction that sends knows that nobody reads any more; 0 for none
    DescriptorWire(EventLoop loop, int descriptor, boolean sends, int peerGone) throws IOException {
        this.descriptor = descriptor;
        this.sends = sends;
        this.peerGone = peerGone;
        this.posix = Posix.of(loop);
        posix.nonBlocking(descriptor);
        this.watch = Networks.of(loop).watch(descriptor, this::ready);
        this.open = Open.WIRES.get(loop);
        open.wires.add(this);
    }

    private void ready(int events) {
        WireListener told = listener;
        if (told == null) {
            return;
        }
        if (!sends || (events & peerGone) != 0) {
            told.readable();
        } else {
            flush(told);
        }
    }

    private void want(int events) {
        if (!closed && wanted != events) {
            wanted = events;
            watch.want(events);
        }
    }

    @Override
    public void open(WireListener listener) {
        this.listener = listener;
    }

    @Override
    public void reading(boolean on) {
        int mine = sends ? peerGone : Watch.READ;
        want(on ? wanted | mine : wanted & ~mine);
    }

    // ---- receiving

    @Override
    public int available() throws IOException {
        if (arrived.length == 0 && !closed) {
            byte[] read = posix.read(descriptor);
            if (read == null) {
                return 0;
            }
            if (read.length == 0) {
                return -1;
            }
            arrived = read;
        }
        return arrived.length;
    }

    @Override
    public byte[] take() {
        byte[] taken = arrived;
        arrived = NOTHING;
        return taken;
    }

    @Override
    public int take(ByteBuffer target) {
        throw new UnsupportedOperationException("a pipe's wire gives arrays only");
    }

    // ---- sending

    @Override
    public void send(ByteBuffer data) {
        if (closed) { // with its loop: the number is somebody else's
            data.position(data.limit());
            return;
        }
        if (unsent.size() == 0 && data.hasArray()) {
            try {
                int written = posix.write(descriptor, data.array(), data.arrayOffset() + data.position(),
                        data.remaining());
                data.position(data.position() + Math.max(written, 0));
            } catch (PosixException failure) {
                data.position(data.limit());
                fail(failure, listener);
                return;
            }
        }
        if (data.hasRemaining()) {
            unsent.add(data);
            want(wanted | Watch.WRITE);
        }
    }

    private void flush(WireListener told) {
        try {
            int written = posix.write(descriptor, unsent.bytes, unsent.start, unsent.size());
            if (written == Posix.WOULD_BLOCK) {
                return;
            }
            unsent.drop(written);
        } catch (PosixException failure) {
            fail(failure, told);
            return;
        }
        if (unsent.size() == 0) {
            want(wanted & ~Watch.WRITE);
        }
        told.progressed();
    }

    private void fail(PosixException failure, @Nullable WireListener told) {
        unsent.clear();
        want(wanted & ~Watch.WRITE);
        if (told != null) {
            told.broken(Pipes.named(failure));
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
        if (!closed) {
            closed = true;
            listener = null;
            unsent.clear();
            open.wires.remove(this);
            try {
                watch.close();
            } finally {
                posix.close(descriptor);
            }
        }
    }

    @Override
    public Endpoint endpoint() {
        throw new UnsupportedOperationException("a pipe has no address");
    }

    @Override
    public String toString() {
        return "descriptor " + descriptor;
    }

    /// The open ones of a loop; those that are left over are closed with it.
    private static final class Open implements AutoCloseable {
        static final LoopLocal<Open> WIRES = new LoopLocal<>(_ -> new Open());

        final Set<DescriptorWire> wires = new LinkedHashSet<>();

        @Override
        public void close() {
            for (DescriptorWire wire : List.copyOf(wires)) {
                PipeTransport.LOG.log(Level.WARNING,
                        "unclosed pipe: {0}; close transports before their loop", wire);
                wire.close();
            }
        }
    }
}
