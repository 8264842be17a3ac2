package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The items of a [Flow.Publisher] as an async iteration; made by [FlowIteration#iterate(Flow.Publisher)].
///
/// Loop-confined; what the publisher calls may come from any thread.
///
/// @param <T> the items
/*
 * Implementation note. The publisher's thread puts signals into `arrived` and, unless one is under way already, sends
 * one callback to the loop, which moves everything to `ready`. A signal is an item, or END, or a Failure.
 *
 * | state | subscription | over | anext |
 * |---|---|---|---|
 * | unused | null | false | subscribes, waits |
 * | subscribed | set | false | gives an item of `ready`, or waits |
 * | ended by the publisher | set | false | gives the items left, then END or Failure makes it over |
 * | over, or closed | any | true | StopAsyncIteration |
 */
public final class FlowItems<T> implements AsyncIterator<T>, AsyncCloseable {
    private static final Object END = new Object();

    private final Flow.Publisher<? extends T> publisher;
    private final int prefetch;
    private final Queue<Object> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final ArrayDeque<Object> ready = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean over;
    private @Nullable EventLoop loop;
    private @Nullable Future<@Nullable Void> waiting;
    private int used;

    private record Failure(Throwable thrown) {
    }

    FlowItems(Flow.Publisher<? extends T> publisher, int prefetch) {
        this.publisher = publisher;
        this.prefetch = prefetch;
    }

    /// The next item; waits for the publisher.
    ///
    /// @throws StopAsyncIteration when the publisher has completed, or after [#aclose()]
    /// @throws IllegalStateException when another task waits for an item already
    @Override
    public T anext() throws Exception {
        if (loop == null) {
            EventLoop running = EventLoop.running();
            loop = running;
            publisher.subscribe(new Signals(running));
        }
        Object next = ready.poll();
        while (next == null) {
            if (over) {
                throw new StopAsyncIteration();
            }
            waitForSignal(loop);
            next = ready.poll();
        }
        return item(next);
    }

    /// Ends the iteration and cancels the subscription.
    @Override
    public Coroutine<@Nullable Void> aclose() {
        return Coroutine.of(() -> {
            over = true;
            ready.clear();
            arrived.clear();
            Flow.Subscription active = subscription;
            if (active != null) {
                active.cancel();
            }
            wake();
            return null;
        });
    }

    private void waitForSignal(EventLoop on) throws Exception {
        if (waiting != null) {
            throw new IllegalStateException("anext failed: another task waits for an item of this publisher already;"
                    + " let one task at a time use it");
        }
        Future<@Nullable Void> signal = new Future<>(on);
        waiting = signal;
        try {
            signal.await();
        } finally {
            waiting = null;
        }
    }

    @SuppressWarnings("unchecked")
    private T item(Object next) {
        if (next == END) {
            over = true;
            throw new StopAsyncIteration();
        }
        if (next instanceof Failure failure) {
            over = true;
            throw Rethrow.sneaky(failure.thrown);
        }
        used++;
        Flow.Subscription active = subscription;
        if (active != null && 2 * used >= prefetch) {
            int more = used;
            used = 0;
            active.request(more);
        }
        return (T) next;
    }

    private void moveArrived() {
        underWay.set(false);
        for (Object signal = arrived.poll(); signal != null; signal = arrived.poll()) {
            if (!over) {
                ready.add(signal);
            }
        }
        wake();
    }

    private void wake() {
        Future<@Nullable Void> waiter = waiting;
        if (waiter != null && !waiter.isDone()) {
            waiter.setResult(null);
        }
    }

    /// What the publisher calls, on whatever thread.
    private final class Signals implements Flow.Subscriber<T> {
        private final EventLoop on;

        Signals(EventLoop on) {
            this.on = on;
        }

        @Override
        public void onSubscribe(Flow.Subscription made) {
            Objects.requireNonNull(made, "subscription");
            if (subscription != null || over) {
                made.cancel();
                return;
            }
            subscription = made;
            made.request(prefetch);
        }

        @Override
        public void onNext(T item) {
            arrive(Objects.requireNonNull(item, "item"));
        }

        @Override
        public void onError(Throwable thrown) {
            arrive(new Failure(Objects.requireNonNull(thrown, "thrown")));
        }

        @Override
        public void onComplete() {
            arrive(END);
        }

        private void arrive(Object signal) {
            if (over) {
                return;
            }
            arrived.add(signal);
            if (underWay.compareAndSet(false, true)) {
                try {
                    on.callSoonThreadsafe(FlowItems.this::moveArrived);
                } catch (IllegalStateException closed) {
                    cancelBecauseNobodyListens();
                }
            }
        }

        private void cancelBecauseNobodyListens() {
            over = true;
            arrived.clear();
            Flow.Subscription active = subscription;
            if (active != null) {
                active.cancel();
            }
        }
    }
}
