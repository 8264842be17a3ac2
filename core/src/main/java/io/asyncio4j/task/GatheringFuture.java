package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Loop-confined. The future that [Gather#gather] returns, and the done-callback of all its children.
/*
 * state       means                                       becomes
 * collecting  children are being made                     pending; done if all children are; abandoned on an error
 * pending     children are running                        done when the last child is, or the first has failed
 * done        failures of children are only noted as retrieved
 * abandoned   nobody has this future, as done
 *
 * A cancellation is handed to the children and changes nothing here: it shows when the last of them has ended.
 */
final class GatheringFuture<T extends @Nullable Object> extends Future<List<T>> implements FutureCallback {

    /// Up to so many awaitables, looking through those given before is faster than a table of identity hash codes.
    private static final int FEW = 64;

    private final Future<?>[] children;
    private final boolean returnExceptions;
    private int strangers;
    private @Nullable Map<Awaitable<?>, Future<?>> table;
    /// Children that are not done.
    private int running;
    /// Children whose end has not been noted.
    private int left;
    private boolean cancelRequested;
    private boolean abandoned;

    private GatheringFuture(EventLoop loop, int children, boolean returnExceptions) {
        super(loop);
        this.children = new Future<?>[children];
        this.returnExceptions = returnExceptions;
    }

    static <T extends @Nullable Object> Future<List<T>> gather(Awaitable<?>[] given,
            boolean returnExceptions) {
        if (given.length == 0) {
            Future<List<T>> empty = new Future<>();
            empty.setResult(List.of());
            return empty;
        }
        EventLoop running = EventLoop.runningOrNull();
        Future<?> first = running == null ? EnsureFuture.ensureFuture(given[0])
                : EnsureFuture.ensureFuture(given[0], running);
        GatheringFuture<T> outer = new GatheringFuture<>(first.getLoop(), given.length, returnExceptions);
        try {
            outer.collect(given, first);
            outer.table = null;
        } catch (Throwable failure) {
            outer.abandoned = true;
            throw failure;
        }
        return outer;
    }

    private void collect(Awaitable<?>[] given, Future<?> first) {
        List<Future<?>> done = new ArrayList<>(0);
        for (int i = 0; i < given.length; i++) {
            Awaitable<?> awaitable = given[i];
            Future<?> child = awaitable instanceof Future<?> ? null : givenBefore(given, i);
            if (child == null) {
                child = i == 0 ? first : EnsureFuture.ensureFuture(awaitable, getLoop());
                remember(awaitable, child);
                if (child != awaitable && child instanceof Task<?> ours) {
                    ours.silent = true;
                }
                watch(child, done);
            }
            children[i] = child;
        }
        // Only now, because the last of them may complete the whole.
        done.forEach(this::completed);
    }

    private @Nullable Future<?> givenBefore(Awaitable<?>[] given, int index) {
        Awaitable<?> awaitable = given[index];
        if (awaitable instanceof Coroutine<?> coroutine && coroutine.driver() instanceof TaskDriver<?> driving
                && isChild(driving.task())) {
            return driving.task();
        }
        if (strangers == 0) {
            return null;
        }
        if (table != null) {
            return table.get(awaitable);
        }
        for (int i = 0; i < index; i++) {
            if (given[i] == awaitable) {
                return children[i];
            }
        }
        return null;
    }

    private boolean isChild(Task<?> task) {
        return task.isDone() ? Arrays.asList(children).contains(task) : task.hasCallback(this);
    }

    /// A future is its own child and a coroutine knows its task; anything else is a stranger, to be looked for.
    private void remember(Awaitable<?> awaitable, Future<?> child) {
        if (awaitable == child
                || (awaitable instanceof Coroutine<?> known && known.driver() instanceof TaskDriver<?> driving
                        && driving.task() == child)) {
            return;
        }
        strangers++;
        if (children.length > FEW) {
            if (table == null) {
                table = new IdentityHashMap<>(children.length);
            }
            table.put(awaitable, child);
        }
    }

    private void watch(Future<?> child, List<Future<?>> done) {
        if (child.isDone()) {
            left++;
            done.add(child);
        } else if (!child.hasCallback(this)) {
            left++;
            running++;
            child.addCallback(this);
        }
    }

    /// A result need not be noted an iteration later if another child still runs: that one's turn comes after what would
    /// have been this one's.
    @Override
    public boolean notes(Future<?> child) {
        running--;
        if (running == 0 || !child.hasResult()) {
            return false;
        }
        left--;
        return true;
    }

    /// A child is done.
    @Override
    public void completed(Future<?> child) {
        left--;
        if (abandoned || isDone()) {
            child.markRetrieved();
            return;
        }
        if (!returnExceptions) {
            Throwable failure = child.failureForAwaiter();
            if (failure != null) {
                setException(failure);
                return;
            }
        }
        if (left == 0) {
            if (cancelRequested) {
                // asyncio asks the child that was given last, not the one that ended last.
                Future<?> last = children[children.length - 1];
                setException(last.isCancelled() ? last.cancelledError()
                        : new CancelledError(last.cancelMessage()));
            } else {
                setResult(results());
            }
        }
    }

    @Override
    public void awaiters(Consumer<? super Future<?>> tell) {
        tell.accept(this);
    }

    @SuppressWarnings("unchecked") // with failures among the results, T is Object
    private List<T> results() {
        @Nullable Object[] results = new @Nullable Object[children.length];
        for (int i = 0; i < results.length; i++) {
            Future<?> child = children[i];
            if (child.isCancelled()) {
                String message = child.cancelMessage();
                results[i] = new CancelledError(message == null ? "" : message);
            } else {
                Throwable failure = child.exception();
                results[i] = failure == null ? child.peekResult() : failure;
            }
        }
        return (List<T>) Collections.unmodifiableList(Arrays.asList(results));
    }

    /// Cancels the children.
    ///
    /// @return whether one of them was not done yet
    @Override
    public boolean cancel(@Nullable String message) {
        if (isDone()) {
            return false;
        }
        boolean cancelled = false;
        for (Future<?> child : children) {
            cancelled |= child.cancel(message);
        }
        cancelRequested |= cancelled;
        return cancelled;
    }
}
