package io.asyncio4j.task;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Driver;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.loop.spi.Step;

import org.jspecify.annotations.Nullable;

/// Drives a task's coroutine: each step resumes it once, and looks at what it waits for next. Loop-confined.
/*
 * | waiter   | raise    | scheduled | meaning                                                      |
 * |----------|----------|-----------|--------------------------------------------------------------|
 * | null     | null     | yes       | first step, or gave up one iteration (a bare yield)          |
 * | a future | null     | no        | waits; the future schedules the next step when it is done    |
 * | a future | null     | yes       | the future is done; the next step takes its outcome          |
 * | null     | an error | yes       | the coroutine yielded something illegal; the next step raises|
 *
 * `mustCancel`: a cancellation that could not be passed on to a waiter. It replaces what the next step would do; if the
 * coroutine waits again before that, the new waiter is cancelled; if it returns, the task ends cancelled.
 */
final class TaskDriver<T extends @Nullable Object> implements Step, Driver {
    private final Task<T> task;
    private final EventLoop loop;
    private final Context context;
    private final TaskRegistry registry;
    private @Nullable Coroutine<T> coroutine;
    private @Nullable Object suspendedIn;
    private @Nullable Future<?> waiter;
    private @Nullable Throwable raise;
    private @Nullable Throwable refused;
    private @Nullable String cancelMessage;
    private boolean mustCancel;
    private boolean passingOn;
    private int cancelRequests;

    TaskDriver(Task<T> task, Coroutine<T> coroutine, Context context) {
        this.task = task;
        this.loop = task.getLoop();
        this.coroutine = coroutine;
        this.context = context;
        this.registry = TaskRegistry.of(loop);
    }

    /// Runs the first step now, inside the step of another task or a callback.
    void runEagerly() {
        Host host = Host.current();
        Object outerContext = host.context();
        Coroutine<?> outer = host.putAside();
        try {
            step();
        } finally {
            host.putBack(outer);
            host.setContext(outerContext);
            if (task.isDone()) {
                coroutine = null;
            }
        }
    }

    @Override
    public void step() {
        Coroutine<T> driven = coroutine;
        if (driven == null || task.isDone()) {
            throw new InvalidStateException("step of " + task + " failed: it is done already");
        }
        Throwable in = raise;
        Future<?> waited = waiter;
        if (waited != null) {
            waiter = null;
            in = waited.failureForAwaiter();
        } else if (in != null) {
            raise = null;
        }
        if (mustCancel) {
            if (!(in instanceof CancelledError)) {
                in = new CancelledError(cancelMessage, loop.getDebug());
            }
            mustCancel = false;
        }
        if (loop.getDebug() && in instanceof CancelledError cancelled) {
            cancelled.interrupts(driven.stack());
        }
        if (advance(driven, in)) {
            waitFor(driven.yielded());
        } else {
            end(driven);
        }
    }

    private boolean advance(Coroutine<T> driven, @Nullable Throwable in) {
        Host host = Host.current();
        context.enterAsDriver(host);
        if (suspendedIn != null) {
            host.setContext(suspendedIn);
            suspendedIn = null;
        }
        try {
            return driven.advance(host, this, in);
        } catch (IllegalStateException drivenBySomebodyElse) {
            refused = drivenBySomebodyElse;
            return false;
        } finally {
            Object left = host.context();
            if (left != null) {
                suspendedIn = left;
            }
            context.leave();
        }
    }

    private void end(Coroutine<T> ended) {
        Throwable out = refused != null ? refused : ended.failure();
        registry.remove(task);
        if (out == null) {
            if (mustCancel) {
                mustCancel = false;
                task.becomeCancelled(cancelMessage, null);
            } else {
                task.finish(resultOf(ended), null);
            }
        } else if (out instanceof CancelledError cancelled) {
            task.becomeCancelled(null, cancelled);
        } else {
            task.fail(out);
            if (out instanceof KeyboardInterrupt || out instanceof SystemExit) {
                throw (Error) out;
            }
        }
    }

    private static <T extends @Nullable Object> T resultOf(Coroutine<T> ended) {
        try {
            return ended.outcome();
        } catch (Exception impossible) {
            throw new AssertionError("a coroutine without failure has a result", impossible);
        }
    }

    private void waitFor(@Nullable Object yielded) {
        if (yielded instanceof Future<?> future) {
            if (future.getLoop() != loop) {
                raiseNext("task " + task.getName() + " awaits a future attached to a different loop: "
                        + future);
            } else if (future == task) {
                // Before its mark is taken: a resumption by hand must still find it awaited in vain.
                raiseNext("Task cannot await on itself: " + task);
            } else if (!future.takeBlocking()) {
                raiseNext("a future was yielded, not awaited, in task " + task.getName() + ": " + future
                        + "; use await");
            } else {
                waiter = future;
                future.addEntry(task);
                if (mustCancel && future.cancel(cancelMessage)) {
                    mustCancel = false;
                }
            }
        } else if (yielded == null) {
            loop.schedule(this);
        } else {
            raiseNext("Task got bad yield in task " + task.getName() + ": " + yielded
                    + "; await something instead");
        }
    }

    private void raiseNext(String message) {
        raise = new IllegalStateException(message);
        loop.schedule(this);
    }

    boolean cancel(@Nullable String message) {
        Future<?> on = waiter;
        if (passingOn && on != null) {
            leave(on);
            mustCancel = true;
            cancelMessage = message;
            return true;
        }
        cancelRequests++;
        if (on != null) {
            passingOn = true;
            try {
                if (on.cancel(message)) {
                    return true;
                }
            } finally {
                passingOn = false;
            }
        }
        mustCancel = true;
        cancelMessage = message;
        return true;
    }

    /// The waits go in a circle and have brought a cancellation back here: nothing in it can end but by this task's
    /// leaving. (CPython's recursion has no end there.)
    private void leave(Future<?> on) {
        waiter = null;
        on.removeEntry(task);
        loop.schedule(this);
    }

    /// The message of the last request that no waiter took.
    @Nullable String cancelMessage() {
        return cancelMessage;
    }

    int cancelling() {
        return cancelRequests;
    }

    int uncancel() {
        if (cancelRequests > 0) {
            cancelRequests--;
            if (cancelRequests == 0) {
                mustCancel = false;
            }
        }
        return cancelRequests;
    }

    @Nullable Coroutine<T> coroutine() {
        return coroutine;
    }

    @Override
    public Context context() {
        return context;
    }

    Task<T> task() {
        return task;
    }

    @Nullable Future<?> waiter() {
        return waiter;
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
