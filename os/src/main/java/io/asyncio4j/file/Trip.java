package io.asyncio4j.file;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.DoneCallback;
import io.asyncio4j.task.Future;
import io.asyncio4j.thread.RunInExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A call that blocks, on its way to a thread and back. Whoever waits for it may be cancelled without cancelling it: a
/// write that the disk has begun cannot be taken back, and must not be forgotten.
///
/// Loop-confined, except the call.
/*
 * | state | by | becomes |
 * |---|---|---|
 * | unclaimed | a thread begins | claimed, and done in the end |
 * | unclaimed | withdraw | withdrawn: the call never runs |
 * | claimed, done | withdraw | the same; withdraw gives false |
 *
 * The future of the call is never awaited by a task, which would cancel it; each wait has a future of its own.
 */
final class Trip<T extends @Nullable Object> {
    private final EventLoop loop;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final Future<T> outcome;
    private @Nullable Consumer<? super Future<T>> landing;

    /// Sends `call` off.
    ///
    /// @param executor null for the loop's own
    Trip(EventLoop loop, @Nullable Executor executor, Callable<? extends T> call) {
        this.loop = loop;
        this.outcome = RunInExecutor.runInExecutor(loop, executor, () -> claimed(call));
    }

    @SuppressWarnings("NullAway") // nobody gets the result of a call that was withdrawn
    private T claimed(Callable<? extends T> call) throws Exception {
        return claimed.compareAndSet(false, true) ? call.call() : null;
    }

    /// Runs `callback` on the loop when the call has ended, before whoever joins goes on: also one that joins between the
    /// end and the turn of the future's callbacks. Once for each trip.
    void whenDone(Consumer<? super Future<T>> callback) {
        landing = callback;
        outcome.addDoneCallback(_ -> land());
    }

    private void land() {
        Consumer<? super Future<T>> callback = landing;
        if (callback != null) {
            landing = null;
            if (!outcome.isCancelled()) {
                callback.accept(outcome);
            }
        }
    }

    /// Takes the call back if no thread has begun it.
    boolean withdraw() {
        return claimed.compareAndSet(false, true) && outcome.cancel();
    }

    /// Waits until the call has ended. A cancellation ends the wait, not the call.
    void join() throws Exception {
        join(outcome);
        land();
    }

    /// What the call gave, or failed with.
    T result() throws Exception {
        return outcome.result();
    }

    /// Waits until `future` is done, and leaves it alone when the wait is cancelled.
    static void join(Future<?> future) throws Exception {
        if (future.isDone()) {
            return;
        }
        Future<@Nullable Void> done = new Future<>(future.getLoop());
        DoneCallback<Future<?>> wake = _ -> {
            if (!done.isDone()) {
                done.setResult(null);
            }
        };
        future.addDoneCallback(wake);
        try {
            done.await();
        } finally {
            future.removeDoneCallback(wake);
        }
    }

    /// A coroutine for one whole call. Cancelled before a thread has begun it, it has done nothing; afterwards it runs
    /// to its end before the cancellation comes out, or its failure instead. A second cancellation stops waiting.
    ///
    /// @param operation what it is called when it fails
    static <T extends @Nullable Object> Coroutine<T> whole(String operation, Callable<? extends T> call) {
        return through(FileFailures.named(operation, call), true);
    }

    /// As [#whole], for what must be done in any case: a cancellation does not take it back.
    static <T extends @Nullable Object> Coroutine<T> certain(Callable<? extends T> call) {
        return through(call, false);
    }

    private static <T extends @Nullable Object> Coroutine<T> through(Callable<? extends T> call, boolean mayWithdraw) {
        return Coroutine.of(() -> {
            Trip<T> trip = new Trip<>(EventLoop.running(), null, call);
            try {
                trip.join();
            } catch (CancelledError cancelled) {
                if (!mayWithdraw || !trip.withdraw()) {
                    trip.join();
                    trip.result();
                }
                throw cancelled;
            }
            return trip.result();
        });
    }

    @Override
    public String toString() {
        return "<Trip " + outcome + " of " + loop + ">";
    }
}
