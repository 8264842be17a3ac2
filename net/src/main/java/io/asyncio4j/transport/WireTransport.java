package io.asyncio4j.transport;

import io.asyncio4j.context.Context;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.Future;

import java.io.IOException;
import java.lang.System.Logger;

import org.jspecify.annotations.Nullable;

/// What all transports above a wire have in common, how they begin, end and report: asyncio's `_SelectorTransport`.
///
/// Loop-confined. The wire's facts arrive during the poll and become callbacks of the same iteration; a program's protocol
/// is called from those only.
///
/// @implNote States, by the two fields that only ever go from false to true:
///
/// | closing | lost  | meaning | left by |
/// |---------|-------|---------|---------|
/// | false   | false | open | close, abort, a failure, the peer's end |
/// | true    | false | closed with something unsent: sends it, receives nothing | all sent, abort, a failure |
/// | true    | true  | `connectionLost` is scheduled or done: drops all that is written | - |
///
/// A protocol hears `connectionLost` once because only the step to `lost` schedules it.
abstract sealed class WireTransport implements BaseTransport
        permits SocketTransport, SocketDatagramTransport, PipeTransport {
    static final Logger LOG = System.getLogger("io.asyncio4j.transport");

    final EventLoop loop;
    final Context context = Context.copyContext();
    BaseProtocol protocol;
    boolean started;
    boolean closing;
    boolean lost;
    boolean gone;

    WireTransport(EventLoop loop, BaseProtocol protocol) {
        this.loop = loop;
        this.protocol = protocol;
    }

    // ---- the beginning

    /// Tells the protocol that the connection is made, in the next iteration; `made` is completed right after it.
    final void open(@Nullable Future<@Nullable Void> made) {
        loop.callSoon(() -> start(made));
    }

    private void start(@Nullable Future<@Nullable Void> made) {
        try {
            tellMade();
        } catch (Throwable failure) {
            report("Exception in protocol.connectionMade()", failure);
        } finally {
            started = true;
            IOException refused = gone ? null : listen();
            if (made != null && !made.isDone()) {
                if (refused == null) {
                    made.setResult(null);
                } else {
                    made.setException(refused);
                }
            }
        }
    }

    /// Calls the protocol's `connectionMade`.
    abstract void tellMade() throws Exception;

    /// Begins to listen to the wire, and gives what hinders that.
    abstract @Nullable IOException listen();

    // ---- the end

    /// Closes at once and drops what is unsent.
    public final void abort() {
        forceClose(null);
    }

    final void forceClose(@Nullable Throwable failure) {
        if (!lost) {
            closing = true;
            giveUp();
            lose(failure);
        }
    }

    /// Stops what goes on with the wire before it is closed.
    abstract void giveUp();

    final void lose(@Nullable Throwable failure) {
        lost = true;
        loop.callSoon(() -> loseConnection(failure), context);
    }

    final void loseConnection(@Nullable Throwable failure) {
        lost = true;
        try {
            protocol.connectionLost(failure);
        } catch (Throwable raised) {
            report("Exception in protocol.connectionLost()", raised);
        } finally {
            gone = true;
            release();
        }
    }

    /// Closes the wire; the protocol has heard all.
    abstract void release();

    final void report(String message, Throwable failure) {
        Escapes.rethrow(failure);
        loop.callExceptionHandler(ExceptionContext.of(message).withException(failure).with("transport", this)
                .with("protocol", protocol));
    }

    // ---- what is known

    @Override
    public final boolean isClosing() {
        return closing;
    }

    @Override
    public final BaseProtocol getProtocol() {
        return protocol;
    }

    final String state() {
        return gone ? "closed" : closing ? "closing" : "open";
    }
}
