package io.asyncio4j.transport;

import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Lender;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// The transport of a stream socket, asyncio's `_SelectorSocketTransport`, above any [Wire].
///
/// Loop-confined. Open, it reads unless `paused` and writes unless `eof`; [WireTransport] has the states. A protocol hears
/// `connectionMade` before any data because the wire is opened in the callback that calls it.
final class SocketTransport extends WireTransport implements LayerableTransport, WireListener, Lender.Giver {
    private final Wire wire;
    private final WriteFlow flow;
    private final @Nullable Clients clients;
    private final Runnable reading = this::read;
    private final Runnable receiving = this::receive;
    private final SocketInfo info;
    private boolean paused;
    private boolean ended;
    private boolean eof;
    private boolean readScheduled;
    private boolean progressScheduled;
    private @Nullable FileLock lock;

    private SocketTransport(EventLoop loop, Wire wire, BaseProtocol protocol, @Nullable Clients clients) {
        super(loop, kindChecked(protocol));
        this.wire = wire;
        this.clients = clients;
        this.flow = new WriteFlow(loop, this);
        this.info = new SocketInfo(wire.endpoint());
    }

    /// Puts a transport on a wire, in the current context. The protocol's `connectionMade` is called in the next
    /// iteration; `made` is completed right after it.
    static SocketTransport open(EventLoop loop, Wire wire, BaseProtocol protocol, @Nullable Clients clients,
            @Nullable Future<@Nullable Void> made) {
        SocketTransport transport = new SocketTransport(loop, wire, protocol, clients);
        if (clients != null) {
            clients.attach(transport);
        }
        transport.open(made);
        return transport;
    }

    private static BaseProtocol kindChecked(BaseProtocol protocol) {
        if (protocol instanceof Protocol || protocol instanceof BufferedProtocol) {
            return protocol;
        }
        throw new IllegalArgumentException("transport of a stream cannot serve the protocol: "
                + protocol.getClass().getName() + "; implement Protocol or BufferedProtocol");
    }

    @Override
    void tellMade() throws Exception {
        if (protocol instanceof BufferedProtocol buffered) {
            buffered.connectionMade(this);
        } else {
            ((Protocol) protocol).connectionMade(this);
        }
    }

    @Override
    @Nullable IOException listen() {
        wire.open(this);
        if (isReading()) {
            wire.reading(true);
        }
        return null;
    }

    // ---- receiving

    @Override
    public void readable() {
        if (!readScheduled && isReading()) {
            readScheduled = true;
            loop.callSoon(reading, context);
        }
    }

    private void read() {
        readScheduled = false;
        boolean left = protocol instanceof Lender lender && isReading() && !ended && wire.hasNews()
                && lender.comesForIt();
        if (!left) {
            receive();
        }
    }

    @Override
    public void giveNow() {
        if (protocol instanceof Lender) {
            Host.current().call(receiving);
        } else {
            readable(); // another protocol has taken over meanwhile, and hears in a callback what there is
        }
    }

    @Override
    public void giveSoon() {
        readable();
    }

    private void receive() {
        try {
            while (isReading() && !ended) {
                ByteBuffer lent = protocol instanceof Lender lender ? lender.lend() : null;
                int available = lent == null ? wire.available() : wire.receive(lent);
                if (available == 0) {
                    return;
                }
                if (available < 0) {
                    end();
                } else if (lent != null) {
                    ((Lender) protocol).filled(available);
                } else if (protocol instanceof BufferedProtocol buffered) {
                    fill(buffered, available);
                } else {
                    hand((Protocol) protocol);
                }
            }
        } catch (IOException failure) {
            fatal("Fatal read error on socket transport", failure);
        }
    }

    private void hand(Protocol receiver) {
        byte[] data = wire.take();
        if (data.length == 0) {
            return;
        }
        try {
            receiver.dataReceived(data);
        } catch (Throwable failure) {
            fatal("Fatal error: protocol.dataReceived() call failed.", failure);
        }
    }

    private void fill(BufferedProtocol receiver, int available) {
        ByteBuffer target;
        try {
            target = receiver.getBuffer(available);
            if (!target.hasRemaining()) {
                throw new IllegalStateException("getBuffer() gave a buffer without room: " + target
                        + "; give one with at least one byte between position and limit");
            }
        } catch (Throwable failure) {
            fatal("Fatal error: protocol.getBuffer() call failed.", failure);
            return;
        }
        int count = wire.take(target);
        if (count == 0) {
            return;
        }
        try {
            receiver.bufferUpdated(count);
        } catch (Throwable failure) {
            fatal("Fatal error: protocol.bufferUpdated() call failed.", failure);
        }
    }

    private void end() {
        ended = true;
        boolean keepOpen;
        try {
            keepOpen = protocol instanceof BufferedProtocol buffered
                    ? buffered.eofReceived()
                    : ((Protocol) protocol).eofReceived();
        } catch (Throwable failure) {
            fatal("Fatal error: protocol.eofReceived() call failed.", failure);
            return;
        }
        if (keepOpen) {
            wire.reading(false);
        } else {
            close();
        }
    }

    @Override
    public boolean isReading() {
        return !closing && !paused;
    }

    @Override
    public void pauseReading() {
        if (isReading()) {
            paused = true;
            if (started) {
                wire.reading(false);
            }
        }
    }

    @Override
    public void resumeReading() {
        if (closing || !paused) {
            return;
        }
        paused = false;
        if (started && !ended) {
            wire.reading(true);
            readable();
        }
    }

    // ---- sending

    @Override
    public void write(ByteBuffer data) {
        if (eof) {
            throw new IllegalStateException("write came after writeEof(): " + data.remaining()
                    + " bytes; nothing can follow the end of the stream");
        }
        if (lock != null) {
            throw new IllegalStateException("write came while a file is being sent: " + data.remaining()
                    + " bytes; await sendfile() first");
        }
        transmit(data);
    }

    void transmit(ByteBuffer data) {
        if (!data.hasRemaining()) {
            return;
        }
        if (lost) {
            flow.drop(data,
                    "write dropped: the connection is lost: {0}; stop writing when connectionLost() has been called"
                            + " or drain() throws");
            return;
        }
        wire.send(data);
        flow.grown(wire.unsent());
    }

    /// Keeps everybody from writing while a file is sent.
    ///
    /// @throws IllegalStateException when another one is being sent
    FileLock lockForFile() {
        if (lock != null) {
            throw new IllegalStateException("sendfile came while another file is being sent: " + this
                    + "; await that one first");
        }
        FileLock taken = new FileLock(this, loop, wire);
        lock = taken;
        return taken;
    }

    void unlock() {
        lock = null;
    }

    @Override
    public void writeEof() {
        if (closing || eof) {
            return;
        }
        eof = true;
        if (wire.unsent() == 0) {
            wire.shutdownOutput();
        }
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void progressed() {
        if (progressScheduled || lost) {
            return;
        }
        long unsent = wire.unsent();
        if (flow.wouldResume(unsent) || (unsent == 0 && (closing || eof || (lock != null && lock.isWaiting())))) {
            progressScheduled = true;
            loop.callSoon(this::afterProgress, context);
        }
    }

    private void afterProgress() {
        progressScheduled = false;
        if (lost) {
            return;
        }
        if (lock != null && wire.unsent() == 0) {
            lock.drained();
        }
        flow.shrunk(wire.unsent()); // may write again
        if (wire.unsent() == 0 && !lost) {
            if (closing) {
                loseConnection(null);
            } else if (eof) {
                wire.shutdownOutput();
            }
        }
    }

    @Override
    public void broken(IOException failure) {
        fatal("Fatal write error on socket transport", failure);
    }

    @Override
    public boolean dropsWrites() {
        return lost;
    }

    @Override
    public boolean isWritingPaused() {
        return flow.isPaused();
    }

    @Override
    public long getWriteBufferSize() {
        return lost ? 0 : wire.unsent();
    }

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        flow.limits(limits, getWriteBufferSize());
    }

    // ---- the end

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        if (wire.unsent() == 0) {
            lose(null);
        } else if (started) {
            wire.reading(false);
        }
    }

    @Override
    public void abort(Throwable failure) {
        forceClose(failure);
    }

    private void fatal(String message, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.log(Level.DEBUG, () -> this + ": " + message, failure);
        } else {
            report(message, failure);
        }
        forceClose(failure);
    }

    @Override
    void giveUp() {
        // the wire is closed soon, and does it
    }

    @Override
    void release() {
        wire.close();
        if (lock != null) {
            lock.drained(); // and it finds that the connection is lost
        }
        if (clients != null) {
            clients.detach(this);
        }
    }

    // ---- what is known

    @Override
    public <T> @Nullable T getExtraInfo(ExtraInfo<T> key) {
        return info.get(key);
    }

    @Override
    public void setProtocol(BaseProtocol protocol) {
        this.protocol = kindChecked(protocol);
    }

    @Override
    public String toString() {
        String state = paused && !closing ? "paused" : state();
        return "SocketTransport[" + state + ", " + info + ", unsent=" + getWriteBufferSize() + "]";
    }
}
