package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncIterable;
import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One subscription to an async iteration: a task that takes as many items as were asked for.
///
/// Loop-confined, except [#request(long)] and [#cancel()], which any thread may call.
/*
 * | state | over | the subscriber hears |
 * |---|---|---|
 * | delivering | false | an item for each one asked for |
 * | ended | true | onComplete or onError, once |
 * | cancelled | true | nothing more |
 *
 * `over` is set before the last signal, so that nothing follows it, whatever a cancel on another thread does.
 */
final class FlowDelivery<T> implements Flow.Subscription {
    private final AsyncIterable<? extends T> items;
    private final EventLoop loop;
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private volatile boolean over;
    private @Nullable Task<@Nullable Void> task;
    private @Nullable Future<@Nullable Void> idle;

    private FlowDelivery(AsyncIterable<? extends T> items, EventLoop loop, Flow.Subscriber<? super T> subscriber) {
        this.items = items;
        this.loop = loop;
        this.subscriber = subscriber;
    }

    static <T> void start(AsyncIterable<? extends T> items, EventLoop loop, Flow.Subscriber<? super T> subscriber) {
        FlowDelivery<T> delivery = new FlowDelivery<>(items, loop, subscriber);
        subscriber.onSubscribe(delivery);
        try {
            loop.callSoonThreadsafe(delivery::begin);
        } catch (IllegalStateException closed) {
            delivery.fail(closed);
        }
    }

    @Override
    public void request(long count) {
        if (count < 1) {
            onLoop(() -> refuse(count));
            return;
        }
        wanted.accumulateAndGet(count, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        onLoop(this::wake);
    }

    @Override
    public void cancel() {
        over = true;
        onLoop(() -> {
            if (task != null) {
                task.cancel();
            }
        });
    }

    private void onLoop(Runnable step) {
        if (!loop.isClosed()) {
            try {
                loop.callSoonThreadsafe(step);
            } catch (IllegalStateException closedMeanwhile) {
                // As if it had been closed at the question above: nobody delivers any more.
            }
        }
    }

    private void begin() {
        if (!over) {
            task = Task.create(loop, this::deliver, null, null);
        }
    }

    private void wake() {
        if (idle != null && !idle.isDone()) {
            idle.setResult(null);
        }
    }

    private void refuse(long count) {
        fail(new IllegalArgumentException("request failed: " + count + " items; ask for 1 or more"));
        if (task != null) {
            task.cancel();
        }
    }

    private @Nullable Void deliver() throws Exception {
        AsyncIterator<? extends T> iterator = items.aiter();
        try {
            while (!over) {
                waitForDemand();
                T item = iterator.anext();
                wanted.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
                if (!over) {
                    subscriber.onNext(item);
                }
            }
        } catch (StopAsyncIteration end) {
            if (!over) {
                over = true;
                subscriber.onComplete();
            }
        } catch (CancelledError | KeyboardInterrupt | SystemExit passesThrough) {
            fail(passesThrough);
            throw passesThrough;
        } catch (Throwable failure) {
            fail(failure);
        } finally {
            if (iterator instanceof AsyncCloseable closeable) {
                closeable.aclose().await();
            }
        }
        return null;
    }

    private void waitForDemand() throws Exception {
        while (wanted.get() == 0) {
            Future<@Nullable Void> future = new Future<>(loop);
            idle = future;
            future.await();
        }
    }

    private void fail(Throwable failure) {
        if (over) {
            if (!(failure instanceof CancelledError)) {
                loop.callExceptionHandler(ExceptionContext.of("failure of an iteration nobody subscribes to any more")
                        .withException(failure));
            }
            return;
        }
        over = true;
        subscriber.onError(failure);
    }
}
