package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Stateless. Waiting for one awaitable, with a limit. Mirrors `asyncio.wait_for` as of Python 3.12, which awaits in
/// the calling task; no task is made unless the limit is zero or less.
public final class WaitFor {

    private WaitFor() {
    }

    /// Awaits an awaitable for at most so many seconds; [Timeout#NONE] is no limit. At the end of that time the
    /// awaitable is cancelled, and waited for: if it ignores the cancellation and returns, its value is the result, and
    /// if it fails otherwise, its exception is raised.
    ///
    /// With a limit of zero or less, a future that is done gives its result; an awaitable that has not been started
    /// never is.
    ///
    /// @return a coroutine that raises [TimeoutException] if time runs out (its cause is the [CancelledError]); use
    ///         [Shield#shield] to let the awaitable go on
    public static <T extends @Nullable Object> Coroutine<T> waitFor(Awaitable<? extends T> awaitable,
            double seconds) {
        Objects.requireNonNull(awaitable, "awaitable");
        return Coroutine.of(() -> seconds <= 0 ? now(awaitable) : within(awaitable, seconds));
    }

    /// [#waitFor(Awaitable, double)] with a [Duration].
    public static <T extends @Nullable Object> Coroutine<T> waitFor(Awaitable<? extends T> awaitable,
            Duration limit) {
        return waitFor(awaitable, Timeout.seconds(limit, "limit"));
    }

    private static <T extends @Nullable Object> T within(Awaitable<? extends T> awaitable, double seconds)
            throws Exception {
        Timeout timeout = Timeout.timeout(seconds).aenter();
        T result;
        try {
            result = awaitable.await();
        } catch (Throwable failure) {
            timeout.aexit(failure);
            throw Rethrow.sneaky(failure);
        }
        timeout.aexit(null);
        return result;
    }

    private static <T extends @Nullable Object> T now(Awaitable<? extends T> awaitable) throws Exception {
        Future<? extends T> future = EnsureFuture.ensureFuture(awaitable);
        if (future.isDone()) {
            return future.result();
        }
        cancelAndWait(future);
        try {
            return future.result();
        } catch (CancelledError cancelled) {
            TimeoutException error = new TimeoutException("waitFor had no time left: limit of zero or less; "
                    + "await the awaitable first, or allow some time");
            error.initCause(cancelled);
            throw error;
        }
    }

    /// Waits on a future of its own, so that cancelling the wait is not taken for the end of the future.
    private static void cancelAndWait(Future<?> future) throws Exception {
        Future<@Nullable Void> waiter = new Future<>();
        FutureCallback release = _ -> {
            if (!waiter.isDone()) {
                waiter.setResult(null);
            }
        };
        future.addCallback(release);
        try {
            future.cancel();
            waiter.await();
        } finally {
            future.removeCallback(release);
        }
    }
}
