package io.asyncio4j.transport;

import io.asyncio4j.context.Context;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.FilePart;
import io.asyncio4j.transport.spi.FileSending;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The transport of a stream socket, asyncio's `_SelectorSocketTransport`, above any [Wire].
///
/// Loop-confined. The wire's facts arrive during the poll and become callbacks of the same iteration; a program's
/// protocol is called from those only.
///
/// @implNote States, by the two fields that only ever go from false to true:
///
/// | closing | lost  | meaning | left by |
/// |---------|-------|---------|---------|
/// | false   | false | open: reads unless paused, writes unless `eof` | close, abort, a failure, the peer's end |
/// | true    | false | closed with unsent bytes: flushes, reads nothing | all sent, abort, a failure |
/// | true    | true  | `connectionLost` is scheduled or done: drops all that is written | - |
///
/// A protocol hears `connectionMade` before any data because the wire is opened in the callback that calls it, and
/// `connectionLost` once because only the step to `lost` schedules it.
final class SocketTransport implements LayerableTransport, WireListener {
    private static final Logger LOG = System.getLogger("io.asyncio4j.transport");
    private static final int LOST_WRITES_BEFORE_WARNING = 5;

    private final EventLoop loop;
    private final Wire wire;
    private final Context context;
    private final WriteFlow flow;
    private final @Nullable Clients clients;
    private final Runnable reading = this::read;
    private final Map<ExtraInfo<?>, Object> extra = new HashMap<>(4);
    private BaseProtocol protocol;
    private boolean started;
    private boolean paused;
    private boolean ended;
    private boolean eof;
    private boolean closing;
    private boolean lost;
    private boolean gone;
    private int lostWrites;
    private boolean readScheduled;
    private boolean progressScheduled;
    private boolean sendingFile;
    private @Nullable Future<@Nullable Void> drainWaiter;

    private SocketTransport(EventLoop loop, Wire wire, BaseProtocol protocol, @Nullable Clients clients) {
        this.loop = loop;
        this.wire = wire;
        this.protocol = kindChecked(protocol);
        this.clients = clients;
        this.context = Context.copyContext();
        this.flow = new WriteFlow(loop, this);
        TransportSocket socket = new TransportSocket(wire.endpoint());
        extra.put(ExtraInfo.SOCKET, socket);
        note(ExtraInfo.SOCKNAME, socket.localAddress());
        note(ExtraInfo.PEERNAME, socket.remoteAddress());
    }

    /// Puts a transport on a wire, in the current context. The protocol's `connectionMade` is called in the next
    /// iteration; `made` is completed right after it.
    static SocketTransport open(EventLoop loop, Wire wire, BaseProtocol protocol, @Nullable Clients clients,
            @Nullable Future<@Nullable Void> made) {
        SocketTransport transport = new SocketTransport(loop, wire, protocol, clients);
        if (clients != null) {
            clients.attach(transport);
        }
        loop.callSoon(() -> transport.start(made));
        return transport;
    }

    private void note(ExtraInfo<?> key, @Nullable Object value) {
        if (value != null) {
            extra.put(key, value);
        }
    }

    private static BaseProtocol kindChecked(BaseProtocol protocol) {
        if (protocol instanceof Protocol || protocol instanceof BufferedProtocol) {
            return protocol;
        }
        throw new IllegalArgumentException("transport of a stream cannot serve the protocol: "
                + protocol.getClass().getName() + "; implement Protocol or BufferedProtocol");
    }

    private void start(@Nullable Future<@Nullable Void> made) {
        try {
            if (protocol instanceof BufferedProtocol buffered) {
                buffered.connectionMade(this);
            } else {
                ((Protocol) protocol).connectionMade(this);
            }
        } catch (Throwable failure) {
            Escapes.rethrow(failure);
            loop.callExceptionHandler(report("Exception in protocol.connectionMade()", failure));
        } finally {
            started = true;
            if (!gone) {
                wire.open(this);
                if (isReading()) {
                    wire.reading(true);
                }
            }
            if (made != null && !made.isDone()) {
                made.setResult(null);
            }
        }
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
        try {
            while (isReading() && !ended) {
                int available = wire.available();
                if (available == 0) {
                    return;
                }
                if (available < 0) {
                    end();
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
        if (sendingFile) {
            throw new IllegalStateException("write came while a file is being sent: " + data.remaining()
                    + " bytes; await sendfile() first");
        }
        transmit(data);
    }

    private void transmit(ByteBuffer data) {
        if (!data.hasRemaining()) {
            return;
        }
        if (lost) {
            data.position(data.limit());
            countLostWrite();
            return;
        }
        wire.send(data);
        flow.grown(wire.unsent());
    }

    private void countLostWrite() {
        if (++lostWrites >= LOST_WRITES_BEFORE_WARNING) {
            LOG.log(Level.WARNING,
                    "write dropped: the connection is lost: {0}; stop writing when connectionLost() has"
                            + " been called or drain() throws",
                    this);
        }
    }

    /// Sends a file by the operating system, after what has been written.
    ///
    /// @throws SendfileNotAvailableException when it cannot; nothing has been sent then
    long sendFile(FilePart part) throws Exception {
        FileLock lock = lockForFile();
        boolean resumes = isReading();
        pauseReading();
        try {
            drained();
            long length = part.length();
            if (length == 0) {
                return 0;
            }
            Future<@Nullable Void> done = new Future<>(loop);
            FileSending sending = wire.sendFile(part.file(), part.offset(), length, done);
            if (sending == null) {
                throw new SendfileNotAvailableException(
                        "sendfile by the operating system is not possible with this socket or file: " + this + ", "
                                + part.file().getClass().getName() + "; allow the fallback");
            }
            try {
                done.await();
                return sending.sent();
            } finally {
                sending.stop();
                part.sent(sending.sent());
            }
        } finally {
            lock.release();
            if (resumes) {
                resumeReading();
            }
        }
    }

    /// Waits until all that was written is gone.
    private void drained() throws Exception {
        if (wire.unsent() > 0 && !lost) {
            Future<@Nullable Void> waiter = new Future<>(loop);
            drainWaiter = waiter;
            try {
                waiter.await();
            } finally {
                drainWaiter = null;
            }
        }
        if (lost) {
            throw new ConnectionAbortedException("sendfile failed: the connection is closed: " + this);
        }
    }

    /// Keeps everybody from writing while a file is sent.
    ///
    /// @throws IllegalStateException when another one is being sent
    FileLock lockForFile() {
        if (sendingFile) {
            throw new IllegalStateException("sendfile came while another file is being sent: " + this
                    + "; await that one first");
        }
        sendingFile = true;
        return new FileLock();
    }

    /// The right to write while a file is sent. Loop-confined.
    final class FileLock {

        void write(ByteBuffer data) {
            transmit(data);
        }

        void release() {
            sendingFile = false;
        }
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
        if (flow.wouldResume(unsent) || (unsent == 0 && (closing || eof || drainWaiter != null))) {
            progressScheduled = true;
            loop.callSoon(this::afterProgress, context);
        }
    }

    private void afterProgress() {
        progressScheduled = false;
        if (lost) {
            return;
        }
        Future<@Nullable Void> waiter = drainWaiter;
        if (waiter != null && !waiter.isDone() && wire.unsent() == 0) {
            waiter.setResult(null);
        }
        flow.shrunk(wire.unsent()); // may write again
        if (wire.unsent() == 0 && !lost) {
            if (closing) {
                lost = true;
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
        flow.limits(limits);
        flow.grown(getWriteBufferSize());
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
    public void abort() {
        forceClose(null);
    }

    @Override
    public void abort(Throwable failure) {
        forceClose(failure);
    }

    private void fatal(String message, Throwable failure) {
        Escapes.rethrow(failure);
        if (failure instanceof IOException) {
            LOG.log(Level.DEBUG, () -> this + ": " + message, failure);
        } else {
            loop.callExceptionHandler(report(message, failure));
        }
        forceClose(failure);
    }

    private ExceptionContext report(String message, Throwable failure) {
        return ExceptionContext.of(message).withException(failure).with("transport", this).with("protocol",
                protocol);
    }

    private void forceClose(@Nullable Throwable failure) {
        if (!lost) {
            closing = true;
            lose(failure);
        }
    }

    private void lose(@Nullable Throwable failure) {
        lost = true;
        loop.callSoon(() -> loseConnection(failure), context);
    }

    private void loseConnection(@Nullable Throwable failure) {
        try {
            protocol.connectionLost(failure);
        } catch (Throwable raised) {
            Escapes.rethrow(raised);
            loop.callExceptionHandler(report("Exception in protocol.connectionLost()", raised));
        } finally {
            gone = true;
            wire.close();
            Future<@Nullable Void> waiter = drainWaiter;
            if (waiter != null && !waiter.isDone()) {
                waiter.setResult(null); // and finds that the connection is lost
            }
            if (clients != null) {
                clients.detach(this);
            }
        }
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    // ---- what is known

    @Override
    public <T> @Nullable T getExtraInfo(ExtraInfo<T> key) {
        return key.type().cast(extra.get(key));
    }

    @Override
    public void setProtocol(BaseProtocol protocol) {
        this.protocol = kindChecked(protocol);
    }

    @Override
    public BaseProtocol getProtocol() {
        return protocol;
    }

    @Override
    public String toString() {
        String state = gone ? "closed" : closing ? "closing" : paused ? "paused" : "open";
        return "SocketTransport[" + state + ", local=" + extra.get(ExtraInfo.SOCKNAME) + ", peer="
                + extra.get(ExtraInfo.PEERNAME) + ", unsent=" + getWriteBufferSize() + "]";
    }
}
