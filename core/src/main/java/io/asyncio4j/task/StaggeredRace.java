package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Loop-confined. A race in which the competitors start one after the other, and the first to succeed wins; the happy
/// eyeballs of RFC 8305 are one. Mirrors `asyncio.staggered.staggered_race` as of Python 3.14.
///
/// @param <T> the class of the result
/*
 * Each competitor runs in a task of its own, which first waits for its turn and then starts the task of the
 * next one. There is always one task that waits more than there are competitors started, until the last.
 */
public final class StaggeredRace<T extends @Nullable Object> {

    private final EventLoop loop;
    private final Iterator<? extends Supplier<? extends Awaitable<? extends T>>> competitors;
    private final double delay;
    private final Set<Task<?>> running = new LinkedHashSet<>();
    private final List<@Nullable Throwable> exceptions = new ArrayList<>();
    private final List<Throwable> unhandled = new ArrayList<>();
    private @Nullable T winner;
    private int winnerIndex = -1;
    private @Nullable Future<@Nullable Void> completed;
    private final FutureCallback competitor = new FutureCallback() {
        @Override
        public void completed(Future<?> task) {
            taskDone(task);
        }

        @Override
        public void awaiters(Consumer<? super Future<?>> tell) {
            if (completed != null) {
                CallGraph.awaiters(completed).forEach(tell);
            }
        }
    };

    private StaggeredRace(EventLoop loop,
            Iterator<? extends Supplier<? extends Awaitable<? extends T>>> competitors,
            double delay) {
        this.loop = loop;
        this.competitors = competitors;
        this.delay = delay;
    }

    /// Runs the competitors: the first at once, each other one when the one before it has failed or so many seconds have
    /// passed ([Timeout#NONE]: only when it has failed). As soon as one returns, the others are cancelled. A competitor
    /// must fail if it does not succeed, also when it is cancelled.
    ///
    /// @return a coroutine that returns when no competitor runs any more
    public static <T extends @Nullable Object> Coroutine<StaggeredResult<T>> staggeredRace(
            List<? extends Supplier<? extends Awaitable<? extends T>>> competitors, double seconds) {
        Objects.requireNonNull(competitors, "competitors");
        return Coroutine.of(
                () -> new StaggeredRace<T>(EventLoop.running(), competitors.iterator(), seconds).run());
    }

    /// [#staggeredRace(List, double)] with a [Duration].
    public static <T extends @Nullable Object> Coroutine<StaggeredResult<T>> staggeredRace(
            List<? extends Supplier<? extends Awaitable<? extends T>>> competitors, Duration delay) {
        return staggeredRace(competitors, Timeout.seconds(delay, "delay"));
    }

    private StaggeredResult<T> run() throws Exception {
        start(null);
        CancelledError propagate = null;
        while (!running.isEmpty()) {
            Future<@Nullable Void> waiter = new Future<>(loop);
            completed = waiter;
            try {
                waiter.await();
            } catch (CancelledError cancelled) {
                propagate = cancelled;
                for (Task<?> task : running) {
                    task.cancel(cancelled.message());
                }
            }
            completed = null;
        }
        if (!unhandled.isEmpty()) {
            // With a SystemExit among them this is a TypeException, as CPython's is; the loop has raised the SystemExit.
            throw new ExceptionGroup("staggered race failed", unhandled);
        }
        if (propagate != null) {
            throw propagate;
        }
        return new StaggeredResult<>(winner, winnerIndex, exceptions);
    }

    private void start(@Nullable Future<@Nullable Void> previousFailed) {
        // An eager task must not compete before it is counted.
        Future<@Nullable Void> counted = new Future<>(loop);
        Task<?> task = Task.<@Nullable Void>create(loop, () -> compete(counted, previousFailed), null, null);
        running.add(task);
        task.addCallback(competitor);
        counted.setResult(null);
    }

    private void taskDone(Future<?> task) {
        running.remove(task);
        if (completed != null && !completed.isDone() && running.isEmpty()) {
            completed.setResult(null);
        }
        if (!task.isCancelled()) {
            Throwable failure = task.exception();
            if (failure != null) {
                unhandled.add(failure);
            }
        }
    }

    private @Nullable Void compete(Future<@Nullable Void> counted,
            @Nullable Future<@Nullable Void> previousFailed)
            throws Exception {
        counted.await();
        if (previousFailed != null) {
            try {
                WaitFor.<@Nullable Void>waitFor(() -> previousFailed.await(), delay).await();
            } catch (TimeoutException _) {
                // The one before has had its time: it is our turn.
            }
        }
        if (!competitors.hasNext()) {
            return null;
        }
        int index = exceptions.size();
        Supplier<? extends Awaitable<? extends T>> next = competitors.next();
        Future<@Nullable Void> failed = new Future<>(loop);
        start(failed);
        exceptions.add(null);
        T result;
        try {
            result = next.get().await();
        } catch (KeyboardInterrupt | SystemExit fatal) {
            throw fatal;
        } catch (Throwable failure) {
            exceptions.set(index, failure);
            if (!failed.isDone()) {
                failed.setResult(null);
            }
            return null;
        }
        won(index, result);
        return null;
    }

    private void won(int index, T result) {
        if (winnerIndex >= 0) {
            throw new IllegalStateException(
                    "staggeredRace has a second winner: competitor " + index + " after "
                            + winnerIndex + "; a competitor that is cancelled must fail, not return");
        }
        winnerIndex = index;
        winner = result;
        Task<?> self = Task.currentTask(loop);
        for (Task<?> task : running) {
            if (task != self) {
                task.cancel();
            }
        }
    }
}
