package io.asyncio4j.task;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.CurrentLoop;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.Handle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Loop-confined. The results of several awaitables in the order in which they are completed. Mirrors
/// `asyncio.as_completed` as of Python 3.13.
///
/// ```java
/// for (Coroutine<Page> next : asCompleted(pages)) show(await(next));     // results
/// for (Future<Page> done : asyncFor(asCompleted(tasks))) ...             // the tasks themselves, done
/// ```
///
/// Iterating it again goes on where the last iteration stopped.
///
/// @param <T> the class of the results
public final class AsCompleted<T extends @Nullable Object>
        implements
            Iterable<Coroutine<T>>,
            AsyncIterator<Future<T>> {

    private final EventLoop loop;
    private final Set<Future<T>> todo;
    private final FutureCallback onDone = new FutureCallback() {
        @Override
        public void completed(Future<?> future) {
            AsCompleted.this.completed(future);
        }

        @Override
        public void awaiters(Consumer<? super Future<?>> tell) {
            getters.forEach(getter -> CallGraph.awaiters(getter).forEach(tell));
        }
    };
    /// Completed, not fetched yet; an empty slot stands for a future that ran out of time.
    private final ArrayDeque<Slot<T>> completed = new ArrayDeque<>();
    private final ArrayDeque<Future<@Nullable Void>> getters = new ArrayDeque<>();
    private final @Nullable Handle alarm;
    private int left;

    private record Slot<T extends @Nullable Object>(@Nullable Future<T> future) {
    }

    private AsCompleted(EventLoop loop, Collection<? extends Awaitable<? extends T>> awaitables,
            double seconds) {
        this.loop = loop;
        this.todo = futures(awaitables, loop);
        for (Future<T> future : todo) {
            future.addCallback(onDone);
        }
        this.alarm = seconds == Timeout.NONE || todo.isEmpty() ? null : loop.callLater(seconds, this::timeUp);
        this.left = todo.size();
    }

    /// Starts the awaitables, each once, and gives their results as they come.
    ///
    /// @throws IllegalStateException if no loop runs and none is current
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        return asCompleted(awaitables, Timeout.NONE);
    }

    /// [#asCompleted(Collection, double)] with a [Duration].
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> awaitables, Duration limit) {
        return asCompleted(awaitables, Timeout.seconds(limit, "limit"));
    }

    /// Starts the awaitables, each once, and gives their results as they come, for at most so many seconds;
    /// [Timeout#NONE] is no limit. For each that is not done by then, a [TimeoutException] is raised; none is
    /// cancelled.
    ///
    /// @throws IllegalStateException if no loop runs and none is current
    public static <T extends @Nullable Object> AsCompleted<T> asCompleted(
            Collection<? extends Awaitable<? extends T>> awaitables, double seconds) {
        Objects.requireNonNull(awaitables, "awaitables");
        return new AsCompleted<>(CurrentLoop.get(), awaitables, seconds);
    }

    @SuppressWarnings("unchecked") // a future only ever hands out its T
    private static <T extends @Nullable Object> Set<Future<T>> futures(
            Collection<? extends Awaitable<? extends T>> awaitables, EventLoop loop) {
        Set<Future<T>> futures = new LinkedHashSet<>();
        for (Awaitable<? extends T> awaitable : new LinkedHashSet<>(awaitables)) {
            futures.add((Future<T>) EnsureFuture.ensureFuture(awaitable, loop));
        }
        return futures;
    }

    /// Coroutines, each of which gives the result (or raises the exception) of the next awaitable that completes: the
    /// first one awaited gets the first. None of them is one of the given awaitables.
    @Override
    public Iterator<Coroutine<T>> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Coroutine<T> next() {
                if (left == 0) {
                    throw new NoSuchElementException("asCompleted has no more results: all were handed out");
                }
                left--;
                return Coroutine.of(() -> fetch().result());
            }
        };
    }

    @Override
    public AsyncIterator<Future<T>> aiter() {
        return this;
    }

    /// The next future that completes, done; one of the given awaitables if they are futures.
    ///
    /// @throws TimeoutException if time is up
    /// @throws StopAsyncIteration after the last
    @Override
    public Future<T> anext() throws Exception {
        if (left == 0) {
            throw new StopAsyncIteration();
        }
        left--;
        return fetch();
    }

    /// Waits in line for a completed future. Who has been woken but is cancelled wakes the next.
    private Future<T> fetch() throws Exception {
        while (completed.isEmpty()) {
            Future<@Nullable Void> getter = new Future<>(loop);
            getters.add(getter);
            try {
                getter.await();
            } catch (Throwable failure) {
                getter.cancel();
                getters.remove(getter);
                if (!completed.isEmpty() && !getter.isCancelled()) {
                    wakeNext();
                }
                throw failure;
            }
        }
        Future<T> future = completed.remove().future();
        if (future == null) {
            throw new TimeoutException("asCompleted ran out of time before all awaitables were done; "
                    + "allow more time, or catch TimeoutException");
        }
        return future;
    }

    private void put(@Nullable Future<T> future) {
        completed.add(new Slot<>(future));
        wakeNext();
    }

    private void wakeNext() {
        while (!getters.isEmpty()) {
            Future<@Nullable Void> getter = getters.remove();
            if (!getter.isDone()) {
                getter.setResult(null);
                return;
            }
        }
    }

    @SuppressWarnings("unchecked") // it hangs on our futures only
    private void completed(Future<?> future) {
        if (!todo.remove(future)) {
            return;
        }
        put((Future<T>) future);
        if (todo.isEmpty() && alarm != null) {
            alarm.cancel();
        }
    }

    private void timeUp() {
        List<Future<T>> late = new ArrayList<>(todo);
        todo.clear();
        for (Future<T> future : late) {
            future.removeCallback(onDone);
            put(null);
        }
    }
}
