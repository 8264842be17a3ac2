package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A stream socket that is read and written by hand when it is ready, as a [Wire]: unix sockets, and sockets that the
/// program has made.
///
/// Loop-confined; the system calls are made on the loop's own thread.
///
/// @implNote Netty's unix channels are not used: those on io_uring and NIO close the connection when the peer ends its
/// sending direction, and those that listen remove whatever lies at their path when they are closed.
final class WatchedWire extends WatchedSocket implements Wire {
    private final StreamSocket socket;
    private final Backlog backlog = new Backlog();
    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>(2);
    private @Nullable WireListener listener;
    private @Nullable IOException failure;
    private @Nullable IOException brokenBy;
    private boolean reading;
    private boolean ended;

    /// Takes the socket over, also when this fails.
    WatchedWire(NettyDriver driver, StreamSocket socket) throws IOException {
        super(driver, socket.handle());
        this.socket = socket;
    }

    // ---- what the watch tells

    @Override
    public void ready(int events) {
        if ((events & Watch.READ) != 0 && receives()) {
            receive();
        }
        if ((events & Watch.WRITE) != 0 && backlog.size() > 0 && !closed) {
            pump();
        }
    }

    private boolean receives() {
        return reading && !ended && failure == null && !closed;
    }

    private void receive() {
        ByteBuffer scratch = driver.scratch();
        try {
            int count = socket.read(scratch);
            if (count == 0) {
                return;
            }
            if (count < 0) {
                ended = true;
            } else {
                byte[] bytes = new byte[count];
                scratch.get(0, bytes);
                arrived.add(ByteBuffer.wrap(bytes));
            }
        } catch (IOException reason) {
            failure = Failures.readable(reason, endpoint());
        }
        updateInterest();
        if (listener != null) {
            listener.readable();
        }
    }

    private void pump() {
        try {
            boolean all = true;
            for (ByteBuffer first = backlog.first(); all && first != null; first = backlog.first()) {
                int before = first.position();
                all = write(first);
                backlog.taken(first.position() - before);
            }
        } catch (IOException reason) {
            fail(reason);
            return;
        }
        updateInterest();
        if (listener != null) {
            listener.progressed();
        }
    }

    /// Writes by way of the scratch buffer.
    ///
    /// @return whether all of it was taken
    private boolean write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            ByteBuffer scratch = driver.scratch();
            int count = Math.min(data.remaining(), scratch.remaining());
            scratch.put(0, data, data.position(), count).limit(count);
            int taken = socket.write(scratch);
            data.position(data.position() + taken);
            if (taken < count) {
                return false;
            }
        }
        return true;
    }

    private void fail(IOException reason) {
        backlog.clear();
        brokenBy = Failures.readable(reason, endpoint());
        updateInterest();
        if (listener != null) {
            listener.broken(brokenBy);
        }
    }

    private void updateInterest() {
        if (!closed) {
            watch.want((receives() ? Watch.READ : 0) | (backlog.size() > 0 ? Watch.WRITE : 0));
        }
    }

    // ---- what the transport calls

    @Override
    public void open(WireListener listener) {
        this.listener = listener;
        if (brokenBy != null) {
            listener.broken(brokenBy);
        }
    }

    @Override
    public void reading(boolean on) {
        if (reading != on) {
            reading = on;
            updateInterest();
        }
    }

    @Override
    public int available() throws IOException {
        ByteBuffer first = arrived.peek();
        if (first != null) {
            return first.remaining();
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : 0;
    }

    @Override
    public byte[] take() {
        ByteBuffer first = arrived.remove();
        if (first.position() == 0) {
            return first.array();
        }
        byte[] rest = new byte[first.remaining()];
        first.get(rest);
        return rest;
    }

    @Override
    public int take(ByteBuffer target) {
        int taken = 0;
        for (ByteBuffer first = arrived.peek(); first != null && target.hasRemaining(); first = arrived.peek()) {
            int count = Math.min(first.remaining(), target.remaining());
            target.put(target.position(), first, first.position(), count).position(target.position() + count);
            first.position(first.position() + count);
            taken += count;
            if (!first.hasRemaining()) {
                arrived.remove();
            }
        }
        return taken;
    }

    @Override
    public void send(ByteBuffer data) {
        Host.current().call(() -> sendNow(data));
    }

    private void sendNow(ByteBuffer data) {
        if (closed || brokenBy != null) {
            data.position(data.limit());
            return;
        }
        try {
            if (backlog.size() == 0 && write(data)) {
                return;
            }
        } catch (IOException reason) {
            data.position(data.limit());
            fail(reason);
            return;
        }
        backlog.add(data);
        updateInterest();
    }

    @Override
    public long unsent() {
        return backlog.size();
    }

    @Override
    public void shutdownOutput() {
        if (!closed) {
            Host.current().call(this::shutdownNow);
        }
    }

    private void shutdownNow() {
        try {
            socket.shutdownOutput();
        } catch (IOException _) {
            // the peer has gone; reading tells it
        }
    }

    @Override
    public void close() {
        listener = null;
        arrived.clear();
        backlog.clear();
        super.close();
    }

}
