package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import io.asyncio4j.context.InContext;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.coroutine.Origin;
import io.asyncio4j.loop.spi.Droppable;

import org.jspecify.annotations.Nullable;

/// A scheduled callback, to cancel it: asyncio's `Handle`.
///
/// Loop-confined; the handle of [EventLoop#callSoonThreadsafe] may be cancelled from any thread, and if that returns
/// before the callback has begun the callback does not run. While the callback runs, it waits for its end.
public abstract sealed class Handle extends InContext permits SoonHandle, TimerHandle, ThreadsafeHandle {
    // In debug mode a Traced around it, also when it is cancelled; programs make handles by the million.
    private @Nullable Runnable callback;

    Handle(EventLoop loop, Runnable callback, @Nullable Context context) {
        super(context);
        this.callback = loop.getDebug() ? new Traced(callback, Origin.capture()) : callback;
    }

    private @Nullable Runnable callback() {
        Runnable held = callback;
        return held instanceof Traced traced ? traced.callback : held;
    }

    /// Cancels the callback: it will not run. Does nothing when it has run or is cancelled already.
    public void cancel() {
        if (callback instanceof Traced traced) {
            if (traced.callback != null) {
                traced.was = toString();
                traced.callback = null;
            }
        } else {
            callback = null;
        }
    }

    /// Whether it was cancelled.
    public boolean cancelled() {
        return callback() == null;
    }

    void run(Host host) {
        Runnable call = callback();
        if (call != null) {
            call(call, host);
        }
    }

    /// It will never run, because the loop is closed.
    void drop() {
        if (callback() instanceof Droppable owed) {
            owed.dropped();
        }
    }

    final StackTraceElement @Nullable [] madeAt() {
        return callback instanceof Traced traced ? traced.madeAt : null;
    }

    private void call(Runnable call, Host host) {
        try {
            enterContext();
            host.setContext(this);
            try {
                call.run();
            } finally {
                leaveContext();
            }
        } catch (KeyboardInterrupt | SystemExit leavesTheLoop) {
            throw leavesTheLoop;
        } catch (Throwable failure) {
            EventLoop.running().callExceptionHandler(ExceptionContext.of("Exception in callback " + describe(call))
                    .withException(failure).with("handle", this).withTrace("source_traceback", madeAt())
                    .in(getContext()));
        }
    }

    static String describe(Runnable call) {
        return call.getClass().isHidden() || call.getClass().isSynthetic()
                ? call.getClass().getName().replaceAll("\\$\\$Lambda.*", " lambda")
                : call.toString();
    }

    String kind() {
        return "Handle";
    }

    String details() {
        return "";
    }

    @Override
    public final String toString() {
        String before = callback instanceof Traced traced ? traced.was : null;
        if (before != null) {
            return before.replaceFirst(kind(), kind() + " cancelled");
        }
        Runnable call = callback();
        StackTraceElement[] madeAt = madeAt();
        String made = madeAt == null || madeAt.length == 0 ? "" : " created at " + madeAt[0];
        return "<" + kind() + (call == null ? " cancelled" : "") + details()
                + (call == null ? "" : " " + describe(call)) + made + ">";
    }

    /// A callback of debug mode, with what only that knows.
    private static final class Traced implements Runnable {
        final StackTraceElement[] madeAt;
        @Nullable Runnable callback;
        @Nullable String was;

        Traced(Runnable callback, StackTraceElement[] madeAt) {
            this.callback = callback;
            this.madeAt = madeAt;
        }

        @Override
        public void run() {
            throw new AssertionError("the handle runs the callback itself");
        }
    }
}
