package io.asyncio4j.task;

import io.asyncio4j.context.Context;
import io.asyncio4j.context.InContext;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Driver;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.loop.spi.StrandStep;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Drives a task's coroutine: each step resumes it once, and looks at what it waits for next. Loop-confined.
/*
 * | next     | scheduled | meaning                                                       |
 * |----------|-----------|---------------------------------------------------------------|
 * | null     | yes       | first step, or gave up one iteration (a bare yield)           |
 * | a future | no        | waits; the future schedules the next step when it is done     |
 * | a future | yes       | the future is done; the next step takes its outcome           |
 * | an error | yes       | the coroutine yielded something illegal; the next step raises |
 *
 * `mustCancel`: a cancellation that could not be passed on to a waiter. It replaces what the next step would do; if the
 * coroutine waits again before that, the new waiter is cancelled; if it returns, the task ends cancelled.
 */
final class TaskDriver<T extends @Nullable Object> extends InContext implements StrandStep, Driver {
    private final Task<T> task;
    private @Nullable Coroutine<T> coroutine;
    private @Nullable Object next;
    private boolean mustCancel;
    private boolean passingOn;
    private boolean eager;

    TaskDriver(Task<T> task, Coroutine<T> coroutine, @Nullable Context context) {
        super(context);
        this.task = task;
        this.coroutine = coroutine;
    }

    /// Runs the first step now, inside the step of another task or a callback.
    void runEagerly() {
        Host host = Host.current();
        Object outerContext = host.context();
        Coroutine<?> outer = host.putAside();
        eager = true;
        try {
            step(host);
        } finally {
            eager = false;
            host.putBack(outer);
            host.setContext(outerContext);
            if (task.isDone()) {
                coroutine = null;
            }
        }
    }

    @Override
    public void step(Host host) {
        Coroutine<T> driven = coroutine;
        if (driven == null || task.isDone()) {
            throw new InvalidStateException("step of " + task + " failed: it is done already");
        }
        Throwable in = take(driven);
        enterContext(host);
        boolean suspended;
        try {
            suspended = driven.advanceBy(this, in);
        } catch (IllegalStateException drivenBySomebodyElse) {
            next = drivenBySomebodyElse;
            suspended = false;
        } finally {
            leaveContext(host);
        }
        left(driven, suspended);
    }

    /// Whether the coroutine in control, which is about to give up one iteration, can go on at once: it is a task's own, not
    /// one that somebody drives inside it, and nothing but it would run in that iteration, which has then been.
    static boolean yieldsToNobody() {
        Host host = Host.current();
        return host.driver() instanceof TaskDriver<?> driver && driver.yieldsToNobody(host);
    }

    private boolean yieldsToNobody(Host host) {
        return !mustCancel && !eager && coroutine != null && host.isRunning(coroutine) && loop().passIteration();
    }

    @Override
    public boolean begin(Host host) {
        Coroutine<T> driven = coroutine;
        if (driven == null || task.isDone() || isContextBusy()) {
            return false;
        }
        Throwable in = take(driven);
        enterContext(host);
        if (driven.takeControl(host, this, in)) {
            return true;
        }
        leaveContext(host);
        next = in;
        return false;
    }

    @Override
    public void end(Host host) {
        Coroutine<T> driven = Objects.requireNonNull(coroutine, "only what has begun ends");
        leaveContext(host);
        left(driven, driven.isSuspended());
    }

    /// What the next step raises, or null; forgets it.
    private @Nullable Throwable take(Coroutine<T> driven) {
        Throwable in = null;
        Object had = next;
        if (had != null) {
            next = null;
            in = had instanceof Future<?> waited ? waited.failureForAwaiter() : (Throwable) had;
        }
        if (mustCancel) {
            mustCancel = false;
            if (!(in instanceof CancelledError)) {
                in = new CancelledError(cancelMessage(), loop().getDebug());
            }
        }
        if (in instanceof CancelledError cancelled && loop().getDebug()) {
            cancelled.interrupts(driven.stack());
        }
        return in;
    }

    private void enterContext(Host host) {
        enterContext();
        Object in = suspendedIn();
        if (host.context() != in) {
            host.setContext(in);
        }
    }

    private void leaveContext(Host host) {
        Object left = host.context();
        if (left != suspendedIn()) {
            task.newExtra().suspendedIn = left;
        }
        leaveContext();
    }

    /// The context that it was suspended in, if that is another than its own: inside a `Context.run`.
    private @Nullable Object suspendedIn() {
        Task.Extra extra = task.extra();
        return extra == null ? null : extra.suspendedIn;
    }

    private EventLoop loop() {
        return task.getLoop();
    }

    private void left(Coroutine<T> driven, boolean suspended) {
        if (suspended) {
            waitFor(driven.yielded());
        } else {
            end(driven);
        }
    }

    private void end(Coroutine<T> ended) {
        Throwable out = next instanceof Throwable refused ? refused : ended.failure();
        TaskRegistry.of(loop()).remove(task);
        if (out == null) {
            if (mustCancel) {
                mustCancel = false;
                task.becomeCancelled(cancelMessage(), null);
            } else {
                task.finish(resultOf(ended));
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
        if (yielded == null) {
            loop().schedule(this);
        } else if (yielded instanceof Future<?> future) {
            waitFor(future);
        } else {
            raiseNext("Task got bad yield in task " + task.getName() + ": " + yielded
                    + "; await something instead");
        }
    }

    private void waitFor(Future<?> future) {
        if (future.getLoop() != loop()) {
            raiseNext("task " + task.getName() + " awaits a future attached to a different loop: " + future);
        } else if (future == task) {
            // Before its mark is taken: a resumption by hand must still find it awaited in vain.
            raiseNext("Task cannot await on itself: " + task);
        } else if (!future.takeBlocking()) {
            raiseNext("a future was yielded, not awaited, in task " + task.getName() + ": " + future
                    + "; use await");
        } else {
            next = future;
            future.addEntry(this);
            if (mustCancel && future.cancel(cancelMessage())) {
                mustCancel = false;
            }
        }
    }

    private void raiseNext(String message) {
        next = new IllegalStateException(message);
        loop().schedule(this);
    }

    boolean cancel(@Nullable String message) {
        Future<?> on = waiter();
        if (passingOn && on != null) {
            leave(on);
            cancelLater(message);
            return true;
        }
        task.newExtra().cancelRequests++;
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
        cancelLater(message);
        return true;
    }

    private void cancelLater(@Nullable String message) {
        mustCancel = true;
        task.newExtra().cancelMessage = message;
    }

    /// The waits go in a circle and have brought a cancellation back here: nothing in it can end but by this task's
    /// leaving. (CPython's recursion has no end there.)
    private void leave(Future<?> on) {
        next = null;
        on.removeEntry(this);
        loop().schedule(this);
    }

    /// The message of the last request that no waiter took.
    @Nullable String cancelMessage() {
        Task.Extra extra = task.extra();
        return extra == null ? null : extra.cancelMessage;
    }

    int cancelling() {
        Task.Extra extra = task.extra();
        return extra == null ? 0 : extra.cancelRequests;
    }

    int uncancel() {
        Task.Extra extra = task.extra();
        if (extra == null || extra.cancelRequests == 0) {
            return 0;
        }
        if (--extra.cancelRequests == 0) {
            mustCancel = false;
        }
        return extra.cancelRequests;
    }

    @Nullable Coroutine<T> coroutine() {
        return coroutine;
    }

    Task<T> task() {
        return task;
    }

    @Nullable Future<?> waiter() {
        return next instanceof Future<?> on ? on : null;
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
