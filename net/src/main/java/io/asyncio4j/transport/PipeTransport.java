package io.asyncio4j.transport;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// What both ends of a pipe have in common: how they begin and end, and what they refuse.
///
/// Loop-confined; [WireTransport] has the states, of which only an end that sends has the one in the middle. asyncio's pipe
/// transports have one direction; the methods of the other one raise here.
abstract sealed class PipeTransport extends WireTransport implements Transport, WireListener
        permits ReadPipeTransport, WritePipeTransport {
    final Wire wire;
    private final PipeEnd pipe;

    PipeTransport(EventLoop loop, PipeEnd pipe, Wire wire, BaseProtocol protocol) {
        super(loop, protocol);
        this.pipe = pipe;
        this.wire = wire;
    }

    @Override
    final void tellMade() throws Exception {
        if (!lost) {
            wire.open(this); // before anything is written: only now it can tell a failure
        }
        if (protocol instanceof Protocol hearing) {
            hearing.connectionMade(this);
        } else if (protocol instanceof BufferedProtocol hearing) {
            hearing.connectionMade(this);
        }
    }

    /// The system does not watch every device.
    @Override
    final @Nullable IOException listen() {
        if (lost) {
            return null;
        }
        try {
            watch();
            return null;
        } catch (RuntimeException failure) {
            IOException refused = new IOException("pipe cannot be waited for: " + pipe
                    + "; give another one, or a stream", failure);
            forceClose(refused);
            return refused;
        }
    }

    /// Begins to watch the wire.
    abstract void watch();

    @Override
    final void giveUp() {
        if (started) {
            wire.reading(false);
        }
    }

    @Override
    final void release() {
        wire.close();
    }

    final void debug(String message, IOException failure) {
        LOG.log(Level.DEBUG, () -> this + ": " + message, failure);
    }

    @Override
    public final <T> @Nullable T getExtraInfo(ExtraInfo<T> key) {
        return key == ExtraInfo.PIPE ? key.type().cast(pipe) : null;
    }

    final UnsupportedOperationException oneWay(String operation) {
        return new UnsupportedOperationException(
                operation + " is not possible on this end of a pipe: " + this + "; use the other end");
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + state() + ", " + pipe
                + (this instanceof WritePipeTransport ? ", unsent=" + getWriteBufferSize() : "") + "]";
    }
}
