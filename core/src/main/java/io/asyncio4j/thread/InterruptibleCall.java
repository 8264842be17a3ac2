package io.asyncio4j.thread;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A call on a virtual thread of its own that is interrupted when the wait for it is cancelled.
///
/// Loop-confined, except the body of the thread.
/*
 * Implementation note. The thread writes `result` or `failure` before callSoonThreadsafe; the loop reads them after it.
 * Each wait has a future of its own because a cancellation uses the future up.
 */
final class InterruptibleCall<T extends @Nullable Object> implements Awaitable<T> {
    private final EventLoop loop;
    private final Callable<? extends T> call;
    private @Nullable Future<@Nullable Void> ended;
    private boolean over;
    private @Nullable T result;
    private @Nullable Throwable failure;

    InterruptibleCall(EventLoop loop, Callable<? extends T> call) {
        this.loop = loop;
        this.call = call;
    }

    @Override
    public T await() throws Exception {
        loop.outsideWork(1);
        Thread thread = Thread.ofVirtual().name("asyncio-interruptible").start(this::body);
        CancelledError cancelled = null;
        try {
            waitUntilOver();
        } catch (CancelledError first) {
            cancelled = first;
            thread.interrupt();
            waitUntilOver();
        } catch (Throwable closed) {
            thread.interrupt();
            throw closed;
        }
        Throwable thrown = failure;
        if (cancelled != null && (thrown == null || isInterruption(thrown))) {
            throw cancelled;
        }
        if (thrown != null) {
            throw Rethrow.sneaky(thrown);
        }
        return result();
    }

    private void waitUntilOver() throws Exception {
        if (!over) {
            Future<@Nullable Void> future = new Future<>(loop);
            ended = future;
            future.await();
        }
    }

    private void body() {
        try {
            result = call.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        try {
            loop.callSoonThreadsafe(this::over);
        } catch (IllegalStateException closed) {
            // Nobody can wait for the outcome on a closed loop.
            loop.outsideWork(-1);
        }
    }

    private void over() {
        loop.outsideWork(-1);
        over = true;
        if (ended != null && !ended.isDone()) {
            ended.setResult(null);
        }
    }

    private static boolean isInterruption(Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof ClosedByInterruptException
                || thrown instanceof InterruptedIOException;
    }

    @SuppressWarnings("NullAway")
    private T result() {
        return result;
    }
}
