package io.asyncio4j.transport;

import io.asyncio4j.context.Context;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.spi.Wire;
import io.asyncio4j.transport.spi.WireListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// What both ends of a pipe have in common: how they begin and end, and what they refuse.
///
/// Loop-confined. asyncio's pipe transports have one direction; the methods of the other one raise here.
/*
 * | closing | lost  | meaning                                                              |
 * |---------|-------|----------------------------------------------------------------------|
 * | false   | false | open                                                                 |
 * | true    | false | a write end that flushes                                             |
 * | true    | true  | `connectionLost` is scheduled or done; the wire is closed behind it  |
 *
 * Both fields only ever go from false to true, and only the step to `lost` schedules `connectionLost`: once.
 */
abstract sealed class PipeTransport implements Transport, WireListener
        permits ReadPipeTransport, WritePipeTransport {
    static final Logger LOG = System.getLogger("io.asyncio4j.transport");

    final EventLoop loop;
    final Wire wire;
    final Context context = Context.copyContext();
    private final PipeEnd pipe;
    BaseProtocol protocol;
    boolean started;
    boolean closing;
    boolean lost;
    private boolean gone;

    PipeTransport(EventLoop loop, PipeEnd pipe, Wire wire, BaseProtocol protocol) {
        this.loop = loop;
        this.pipe = pipe;
        this.wire = wire;
        this.protocol = protocol;
    }

    /// The protocol's `connectionMade` is called in the next iteration, `made` completed right after it.
    final void open(Future<@Nullable Void> made) {
        loop.callSoon(() -> start(made));
    }

    private void start(Future<@Nullable Void> made) {
        if (!lost) {
            wire.open(this);
        }
        try {
            if (protocol instanceof Protocol hearing) {
                hearing.connectionMade(this);
            } else if (protocol instanceof BufferedProtocol hearing) {
                hearing.connectionMade(this);
            }
        } catch (Throwable failure) {
            Escapes.rethrow(failure);
            loop.callExceptionHandler(report("Exception in protocol.connectionMade()", failure));
        } finally {
            started = true;
            IOException refused = lost ? null : listening();
            if (!made.isDone()) {
                if (refused == null) {
                    made.setResult(null);
                } else {
                    made.setException(refused);
                }
            }
        }
    }

    /// Begins to listen to the wire, and gives what hinders that: the system does not watch every device.
    private @Nullable IOException listening() {
        try {
            listen();
            return null;
        } catch (RuntimeException failure) {
            IOException refused = new IOException("pipe cannot be waited for: " + pipe
                    + "; give another one, or a stream", failure);
            forceClose(refused);
            return refused;
        }
    }

    /// Begins to listen to the wire.
    abstract void listen();

    final ExceptionContext report(String message, Throwable failure) {
        return ExceptionContext.of(message).withException(failure).with("transport", this).with("protocol",
                protocol);
    }

    /// Ends the transport at once; harmless when that has been done.
    final void forceClose(@Nullable Throwable failure) {
        if (!lost) {
            closing = true;
            lost = true;
            if (started) {
                wire.reading(false);
            }
            loop.callSoon(() -> loseConnection(failure), context);
        }
    }

    final void loseConnection(@Nullable Throwable failure) {
        lost = true;
        try {
            protocol.connectionLost(failure);
        } catch (Throwable raised) {
            Escapes.rethrow(raised);
            loop.callExceptionHandler(report("Exception in protocol.connectionLost()", raised));
        } finally {
            gone = true;
            wire.close();
        }
    }

    final void debug(String message, IOException failure) {
        LOG.log(Level.DEBUG, () -> this + ": " + message, failure);
    }

    @Override
    public void abort() {
        forceClose(null);
    }

    @Override
    public final boolean isClosing() {
        return closing;
    }

    @Override
    public final <T> @Nullable T getExtraInfo(ExtraInfo<T> key) {
        return key == ExtraInfo.PIPE ? key.type().cast(pipe) : null;
    }

    @Override
    public final BaseProtocol getProtocol() {
        return protocol;
    }

    final UnsupportedOperationException oneWay(String operation) {
        return new UnsupportedOperationException(
                operation + " is not possible on this end of a pipe: " + this + "; use the other end");
    }

    @Override
    public final String toString() {
        String state = gone ? "closed" : closing ? "closing" : "open";
        return getClass().getSimpleName() + "[" + state + ", " + pipe
                + (this instanceof WritePipeTransport ? ", unsent=" + getWriteBufferSize() : "") + "]";
    }
}
