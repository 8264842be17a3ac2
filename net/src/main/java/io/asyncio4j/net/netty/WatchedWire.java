package io.asyncio4j.net.netty;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.net.posix.HeapIo;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.FileSending;
import io.asyncio4j.transport.spi.Watch;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream socket that is read and written by hand when it is ready, as a [Wire]: TCP by epoll, unix sockets, and sockets
/// that the program has made.
///
/// Loop-confined; the system calls are made on the loop's own thread.
///
/// @implNote The kernel is asked when the transport is, once each time the socket was ready, as asyncio does it: what has
/// come then lies in memory that all sockets of the loop share, so it must be taken before anybody else asks. Netty's unix
/// channels are not used: those on io_uring and NIO close the connection when the peer ends its sending direction, and those
/// that listen remove whatever lies at their path when they are closed. docs/adr/0016 tells why TCP is here too.
final class WatchedWire extends WatchedSocket implements Wire, LentSocket.Owner {
    /// From here on a copy costs more than the question how much there is.
    private static final int LARGE = 16 * 1024;

    private final StreamSocket socket;
    private final Backlog backlog = new Backlog();
    private @Nullable ByteBuffer arrived;
    private boolean ready;
    private int usual;
    private int atHand;
    private @Nullable WireListener listener;
    private @Nullable IOException failure;
    private @Nullable IOException brokenBy;
    private boolean reading;
    private boolean ended;
    private @Nullable LentSocket lent;

    /// Takes the socket over, also when this fails.
    WatchedWire(NettyDriver driver, StreamSocket socket) throws IOException {
        this.socket = socket.on(driver);
        super(driver, socket.handle());
    }

    @Override
    Watch startWatch(SocketHandle of) throws IOException {
        return socket.watch(driver, this);
    }

    // ---- what the watch tells

    @Override
    public void ready(int events) {
        if ((events & Watch.READ) != 0 && receives() && listener != null) {
            ready = true;
            driver.turns().take(this);
        }
        if ((events & Watch.WRITE) != 0 && !closed && brokenBy == null) {
            pump();
        }
    }

    /// Its turn has come.
    void readable() {
        if (receives()) {
            tellReadable();
        }
    }

    private void tellReadable() {
        if (listener != null) {
            listener.readable();
        }
    }

    /// How many bytes it brings at a time, as far as one can tell.
    int usual() {
        return usual;
    }

    private boolean receives() {
        return reading && !ended && failure == null && !closed;
    }

    private void pump() {
        try {
            socket.checkSent();
            boolean all = true;
            for (ByteBuffer first = backlog.first(); all && first != null; first = backlog.first()) {
                int before = first.position();
                all = socket.send(first, driver.passage());
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
            if (on && socket.holds()) {
                ready = true;
                tellReadable();
            }
        }
    }

    @Override
    public boolean hasNews() {
        return ready || arrived != null || atHand > 0 || ended || failure != null;
    }

    @Override
    public int available() throws IOException {
        if (ready && arrived == null && receives()) {
            ready = false;
            atHand = usual >= LARGE ? socket.atHand(driver.passage()) : 0;
            if (atHand < LARGE) {
                atHand = 0;
                ByteBuffer memory = socket.memory(driver.passage());
                if (receiveNow(memory) > 0) {
                    arrived = memory.flip();
                }
            }
        }
        if (atHand > 0) {
            return atHand;
        }
        if (arrived != null) {
            return arrived.remaining();
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : 0;
    }

    private int receiveNow(ByteBuffer target) {
        try {
            int count = socket.receive(target, driver.passage());
            ready = socket.holds();
            if (count >= 0) {
                usual = count;
                return count;
            }
            ended = true;
        } catch (IOException reason) {
            failure = Failures.readable(reason, endpoint());
        }
        return 0; // and the transport, which hears of it now, wants no more or closes
    }

    @Override
    public byte[] take() {
        if (atHand > 0) {
            byte[] fresh = new byte[Math.min(atHand, HeapIo.PIECE)];
            atHand = 0;
            int count = receiveNow(ByteBuffer.wrap(fresh));
            return count == fresh.length ? fresh : Arrays.copyOf(fresh, count);
        }
        ByteBuffer bytes = Objects.requireNonNull(arrived);
        arrived = null;
        if (bytes.hasArray()) { // copied at one go, so the JVM need not clear the array first
            return Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
        }
        byte[] taken = new byte[bytes.remaining()];
        bytes.get(taken);
        return taken;
    }

    @Override
    public int take(ByteBuffer target) {
        if (atHand > 0) {
            atHand = 0;
            return receiveNow(target);
        }
        ByteBuffer bytes = Objects.requireNonNull(arrived);
        int count = Math.min(bytes.remaining(), target.remaining());
        target.put(target.position(), bytes, bytes.position(), count).position(target.position() + count);
        bytes.position(bytes.position() + count);
        arrived = bytes.hasRemaining() ? ByteBuffer.wrap(take()) : null;
        return count;
    }

    /// Without asking first how much there is, and past the memory that all sockets share.
    @Override
    public int receive(ByteBuffer target) throws IOException {
        if (ready && arrived == null && receives()) {
            ready = false;
            int count = receiveNow(target);
            if (count > 0) {
                return count;
            }
        }
        return Wire.super.receive(target);
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
            if (backlog.size() == 0 && socket.send(data, driver.passage())) {
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
    public @Nullable FileSending sendFile(FileChannel file, long offset, long count, Future<@Nullable Void> done) {
        if (closed || lent != null || file.getClass().getModule() != Object.class.getModule()) {
            return null;
        }
        LentSocket borrower = socket.lend(watch, this, file, offset, count);
        if (borrower != null) {
            lent = borrower;
            Host.current().call(() -> borrower.send(driver, done));
        }
        return borrower;
    }

    @Override
    public void returned(byte[] read, @Nullable Throwable reason) {
        lent = null;
        if (read.length > 0) {
            arrived = ByteBuffer.wrap(read);
        }
        if (reason != null) {
            failure = Failures.readable(reason, endpoint());
        }
        updateInterest();
        if (reading && listener != null && (arrived != null || failure != null)) {
            listener.readable();
        }
    }

    @Override
    public long unsent() {
        return backlog.size() + socket.unsent();
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
        arrived = null;
        atHand = 0;
        backlog.clear();
        LentSocket elsewhere = lent;
        if (elsewhere != null && !closed) {
            Host.current().call(elsewhere::close);
        }
        super.close();
    }

}
