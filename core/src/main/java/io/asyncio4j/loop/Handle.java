package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import io.asyncio4j.context.InContext;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.coroutine.Origin;

import org.jspecify.annotations.Nullable;

/// A scheduled callback, to cancel it: asyncio's `Handle`.
///
/// Loop-confined; the handle of [EventLoop#callSoonThreadsafe] may be cancelled from any thread, and if that returns
/// before the callback has begun the callback does not run. While the callback runs, it waits for its end.
public abstract sealed class Handle extends InContext permits SoonHandle, TimerHandle, ThreadsafeHandle {
    final EventLoop loop;
    private @Nullable Runnable callback;
    private final @Nullable Debug debug;

    Handle(EventLoop loop, Runnable callback, @Nullable Context context) {
        super(context);
        this.loop = loop;
        this.callback = callback;
        this.debug = loop.getDebug() ? new Debug(Origin.capture()) : null;
    }

    /// Cancels the callback: it will not run. Does nothing when it has run or is cancelled already.
    public void cancel() {
        Runnable dropped = callback;
        if (dropped != null) {
            if (debug != null) {
                debug.was = toString();
            }
            callback = null;
        }
    }

    /// Whether it was cancelled.
    public boolean cancelled() {
        return callback == null;
    }

    void run(Host host) {
        Runnable call = callback;
        if (call != null) {
            call(call, host);
        }
    }

    final StackTraceElement @Nullable [] madeAt() {
        return debug == null ? null : debug.madeAt;
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
            loop.callExceptionHandler(ExceptionContext.of("Exception in callback " + describe(call))
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
        String before = debug == null ? null : debug.was;
        if (before != null) {
            return before.replaceFirst(kind(), kind() + " cancelled");
        }
        Runnable call = callback;
        StackTraceElement[] madeAt = madeAt();
        String made = madeAt == null || madeAt.length == 0 ? "" : " created at " + madeAt[0];
        return "<" + kind() + (call == null ? " cancelled" : "") + details()
                + (call == null ? "" : " " + describe(call)) + made + ">";
    }

    /// What only debug mode knows.
    private static final class Debug {
        final StackTraceElement[] madeAt;
        @Nullable String was;

        Debug(StackTraceElement[] madeAt) {
            this.madeAt = madeAt;
        }
    }
}
