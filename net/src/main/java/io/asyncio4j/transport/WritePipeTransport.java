package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The end of a pipe that sends: asyncio's `_UnixWritePipeTransport`. Loop-confined. What is readable on its wire is that
/// the peer no longer reads.
final class WritePipeTransport extends PipeTransport {
    private final WriteFlow flow;
    private boolean progressScheduled;
    private boolean peerGoneScheduled;

    WritePipeTransport(EventLoop loop, PipeEnd pipe, Wire wire, BaseProtocol protocol) {
        super(loop, pipe, wire, protocol);
        this.flow = new WriteFlow(loop, this);
    }

    @Override
    void watch() {
        wire.reading(true);
    }

    // ---- sending

    @Override
    public void write(ByteBuffer data) {
        if (!data.hasRemaining()) {
            return;
        }
        if (closing) {
            flow.drop(data,
                    "write dropped: the pipe is closed: {0}; stop writing when connectionLost() has been called or"
                            + " drain() throws");
            return;
        }
        wire.send(data);
        flow.grown(getWriteBufferSize());
    }

    @Override
    public void progressed() {
        if (progressScheduled || lost) {
            return;
        }
        long unsent = wire.unsent();
        if (flow.wouldResume(unsent) || (unsent == 0 && closing)) {
            progressScheduled = true;
            loop.callSoon(this::afterProgress, context);
        }
    }

    private void afterProgress() {
        progressScheduled = false;
        if (lost) {
            return;
        }
        flow.shrunk(wire.unsent()); // may write again
        if (wire.unsent() == 0 && closing && !lost) {
            loseConnection(null);
        }
    }

    // ---- the end

    @Override
    public void readable() {
        if (!lost && !peerGoneScheduled) {
            peerGoneScheduled = true;
            loop.callSoon(this::peerGone, context);
        }
    }

    private void peerGone() {
        long unsent = getWriteBufferSize();
        forceClose(unsent == 0 ? null
                : new BrokenPipeException("write failed: the pipe is closed by its reader: " + this + "; "
                        + unsent + " bytes were not sent"));
    }

    @Override
    public void broken(IOException failure) {
        debug("Fatal write error on pipe transport", failure);
        forceClose(failure);
    }

    @Override
    public void writeEof() {
        close();
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            if (wire.unsent() == 0) {
                forceClose(null);
            }
        }
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

    @Override
    public void setProtocol(BaseProtocol protocol) {
        this.protocol = protocol;
    }

    // ---- the other direction

    @Override
    public boolean isReading() {
        return false;
    }

    @Override
    public void pauseReading() {
        throw oneWay("pauseReading");
    }

    @Override
    public void resumeReading() {
        throw oneWay("resumeReading");
    }
}
