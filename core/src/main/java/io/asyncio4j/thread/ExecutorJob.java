package io.asyncio4j.thread;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A call that runs on another thread, between the executor that runs it and the future that the loop's tasks await.
///
/// Thread-safe: [#run()] may be called by any thread, the rest belongs to the loop.
/*
 * Implementation note. Who moves the state first decides; the loser does nothing.
 *
 * | from | by | to |
 * |---|---|---|
 * | WAITING | a worker begins | RUNNING; the outcome comes back by callSoonThreadsafe |
 * | WAITING | the future is cancelled | CANCELLED; the call never runs |
 * | RUNNING | the future is cancelled | RUNNING; the call goes on, its outcome is dropped |
 *
 * A CancellationException of the call arrives as a CancelledError: the call has waited for a future that was cancelled.
 *
 * `result` and `failure` are written by the worker before callSoonThreadsafe and read by the loop after it.
 */
final class ExecutorJob<T extends @Nullable Object> implements Runnable {
    private enum State {
        WAITING, RUNNING, CANCELLED
    }

    private final EventLoop loop;
    private final Callable<? extends T> call;
    private final Future<T> future;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private @Nullable T result;
    private @Nullable Throwable failure;

    private ExecutorJob(EventLoop loop, Callable<? extends T> call) {
        this.loop = loop;
        this.call = call;
        this.future = new Future<>(loop);
    }

    static <T extends @Nullable Object> Future<T> submit(EventLoop loop, Executor executor,
            Callable<? extends T> call) {
        if (loop.isClosed()) {
            throw new IllegalStateException("run in executor refused: Event loop is closed");
        }
        ExecutorJob<T> job = new ExecutorJob<>(loop, Objects.requireNonNull(call, "call"));
        job.future.addDoneCallback(job::futureDone);
        loop.outsideWork(1);
        try {
            executor.execute(job);
        } catch (Throwable refused) {
            loop.outsideWork(-1);
            throw refused;
        }
        return job.future;
    }

    @Override
    public void run() {
        if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
            return;
        }
        try {
            result = call.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        try {
            loop.callSoonThreadsafe(this::deliver);
        } catch (IllegalStateException closed) {
            // Nobody can wait for the outcome on a closed loop; asyncio drops it as silently.
            loop.outsideWork(-1);
        }
    }

    private void deliver() {
        loop.outsideWork(-1);
        if (future.isDone()) {
            return;
        }
        Throwable thrown = failure;
        if (thrown == null) {
            setResult();
        } else {
            future.setException(
                    thrown instanceof CancellationException ? new CancelledError(thrown.getMessage())
                            : thrown);
        }
    }

    @SuppressWarnings("NullAway")
    private void setResult() {
        future.setResult(result);
    }

    private void futureDone(Future<T> done) {
        if (done.isCancelled() && state.compareAndSet(State.WAITING, State.CANCELLED)) {
            loop.outsideWork(-1);
        }
    }
}
