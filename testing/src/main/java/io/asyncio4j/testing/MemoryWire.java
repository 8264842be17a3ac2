package io.asyncio4j.testing;

import io.asyncio4j.transport.BrokenPipeException;
import io.asyncio4j.transport.ConnectionResetException;
import io.asyncio4j.transport.spi.Endpoint;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// One end of a connection in memory. Loop-confined.
///
/// @implNote The bytes on the way lie in the receiving end's `arrived`, at most `capacity` of them; what does not fit
/// stays in the sending end's `unsent` and follows when the receiver takes some. Three ends are told apart, as with TCP:
/// the peer has shut its output down (the end of the stream), has closed (the same, and what is sent to it breaks), or
/// has closed with bytes unread (a reset, which comes after what has arrived).
final class MemoryWire implements Wire {
    private final int capacity;
    private final Consumer<Runnable> later;
    private final MemoryEndpoint endpoint;
    private final ArrayDeque<ByteBuffer> arrived = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>(0);
    private @Nullable MemoryWire peer;
    private @Nullable WireListener listener;
    private @Nullable IOException failure;
    private int held;
    private long owed;
    private boolean reading;
    private boolean ended;
    private boolean closed;
    private boolean told;

    private MemoryWire(int capacity, Consumer<Runnable> later, MemoryEndpoint endpoint) {
        this.capacity = capacity;
        this.later = later;
        this.endpoint = endpoint;
    }

    /// Both ends of a new connection.
    ///
    /// @param later takes what is to be told to listeners, at a time it chooses
    static MemoryWire[] pair(int capacity, Consumer<Runnable> later, @Nullable SocketAddress first,
            @Nullable SocketAddress second) {
        MemoryWire one = new MemoryWire(capacity, later, new MemoryEndpoint(first, second));
        MemoryWire two = new MemoryWire(capacity, later, new MemoryEndpoint(second, first));
        one.peer = two;
        two.peer = one;
        return new MemoryWire[]{one, two};
    }

    // ---- receiving

    @Override
    public void open(WireListener who) {
        listener = who;
        announce();
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        announce();
    }

    private void announce() {
        if (!told && reading && listener != null && !closed && somethingThere()) {
            told = true;
            later.accept(this::tell);
        }
    }

    private boolean somethingThere() {
        return !arrived.isEmpty() || ended || failure != null;
    }

    private void tell() {
        told = false;
        WireListener who = listener;
        if (who != null && reading && !closed) {
            who.readable();
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
        byte[] bytes = new byte[arrived.element().remaining()];
        take(ByteBuffer.wrap(bytes));
        return bytes;
    }

    @Override
    public int take(ByteBuffer target) {
        int taken = 0;
        while (target.hasRemaining() && !arrived.isEmpty()) {
            taken += move(arrived.element(), target);
            if (!arrived.element().hasRemaining()) {
                arrived.remove();
            }
        }
        held -= taken;
        MemoryWire sender = peer;
        if (sender != null) {
            sender.pump();
        }
        return taken;
    }

    private static int move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        return count;
    }

    // ---- sending

    @Override
    public void send(ByteBuffer data) {
        MemoryWire receiver = peer;
        if (receiver == null) {
            data.position(data.limit());
            breakOff();
            return;
        }
        if (owed == 0) {
            receiver.arrive(data);
        }
        if (data.hasRemaining()) {
            owed += data.remaining();
            unsent.add(copy(data, data.remaining()));
        }
    }

    /// Takes as much as there is room for.
    private void arrive(ByteBuffer data) {
        int count = Math.min(data.remaining(), capacity - held);
        if (count > 0) {
            arrived.add(copy(data, count));
            held += count;
            announce();
        }
    }

    private static ByteBuffer copy(ByteBuffer data, int count) {
        ByteBuffer own = ByteBuffer.allocate(count);
        move(data, own);
        return own.flip();
    }

    /// The receiver has made room.
    private void pump() {
        MemoryWire receiver = peer;
        long before = owed;
        while (receiver != null && owed > 0 && receiver.held < receiver.capacity) {
            ByteBuffer first = unsent.element();
            int size = first.remaining();
            receiver.arrive(first);
            owed -= size - first.remaining();
            if (!first.hasRemaining()) {
                unsent.remove();
            }
        }
        if (owed < before) {
            later.accept(() -> {
                WireListener who = listener;
                if (who != null && !closed) {
                    who.progressed();
                }
            });
        }
    }

    private void breakOff() {
        WireListener who = listener;
        if (who != null && !closed) {
            who.broken(failure != null ? failure : new BrokenPipeException("connection closed by peer: " + endpoint));
        }
    }

    @Override
    public long unsent() {
        return owed;
    }

    @Override
    public void shutdownOutput() {
        MemoryWire receiver = peer;
        if (receiver != null) {
            receiver.ended = true;
            receiver.announce();
        }
    }

    // ---- the end

    @Override
    public void close() {
        end(!arrived.isEmpty());
    }

    /// Closes as a kernel does with what nobody has accepted.
    void reset() {
        end(true);
    }

    private void end(boolean reset) {
        MemoryWire other = peer;
        closed = true;
        listener = null;
        peer = null;
        arrived.clear();
        unsent.clear();
        owed = 0;
        if (other == null) {
            return;
        }
        other.peer = null;
        if (reset) {
            other.failure = new ConnectionResetException("connection reset by peer: " + other.endpoint);
        }
        other.ended = true;
        other.announce();
        if (other.owed > 0) {
            other.unsent.clear();
            other.owed = 0;
            later.accept(other::breakOff);
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }
}
