package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The end of a pipe that receives: asyncio's `_UnixReadPipeTransport`. Loop-confined. Reads once an iteration, and hands
/// on what it has read at once.
final class ReadPipeTransport extends PipeTransport {
    private boolean paused;
    private boolean readScheduled;

    ReadPipeTransport(EventLoop loop, PipeEnd pipe, Wire wire, BaseProtocol protocol) {
        super(loop, pipe, wire, kindChecked(protocol));
    }

    private static Protocol kindChecked(BaseProtocol protocol) {
        if (protocol instanceof Protocol fine) {
            return fine;
        }
        throw new IllegalArgumentException("transport of a pipe cannot serve the protocol: "
                + protocol.getClass().getName() + "; implement Protocol");
    }

    @Override
    void watch() {
        if (isReading()) {
            wire.reading(true);
        }
    }

    @Override
    public void readable() {
        if (!readScheduled && isReading()) {
            readScheduled = true;
            loop.callSoon(this::read, context);
        }
    }

    private void read() {
        readScheduled = false;
        if (!isReading()) {
            return;
        }
        int available;
        try {
            available = wire.available();
        } catch (IOException failure) {
            fatal(failure);
            return;
        }
        Protocol receiver = (Protocol) protocol;
        if (available > 0) {
            call("protocol.dataReceived()", () -> receiver.dataReceived(wire.take()));
        } else if (available < 0) {
            closing = true;
            wire.reading(false);
            loop.callSoon(() -> call("protocol.eofReceived()", receiver::eofReceived), context);
            forceClose(null);
        }
    }

    private interface Call {
        void make() throws Exception;
    }

    private void call(String what, Call call) {
        try {
            call.make();
        } catch (Throwable failure) { // the pipe itself is in order, and stays open
            report("Exception in " + what, failure);
        }
    }

    private void fatal(IOException failure) {
        if (Pipes.isGoneTerminal(failure)) {
            debug("Fatal read error on pipe transport", failure);
        } else {
            report("Fatal read error on pipe transport", failure);
        }
        forceClose(failure);
    }

    @Override
    public boolean isReading() {
        return !paused && !closing;
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
        if (started) {
            wire.reading(true);
        }
    }

    @Override
    public void close() {
        forceClose(null);
    }

    @Override
    public void setProtocol(BaseProtocol protocol) {
        this.protocol = kindChecked(protocol);
    }

    @Override
    public void progressed() {
        throw oneWay("sending");
    }

    @Override
    public void broken(IOException failure) {
        throw oneWay("sending");
    }

    @Override
    public void write(ByteBuffer data) {
        throw oneWay("write");
    }

    @Override
    public void writeEof() {
        throw oneWay("writeEof");
    }

    @Override
    public boolean canWriteEof() {
        return false;
    }

    @Override
    public long getWriteBufferSize() {
        return 0;
    }

    @Override
    public WriteBufferLimits getWriteBufferLimits() {
        throw oneWay("getWriteBufferLimits");
    }

    @Override
    public void setWriteBufferLimits(WriteBufferLimits limits) {
        throw oneWay("setWriteBufferLimits");
    }
}
