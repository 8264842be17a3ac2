package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.TimerHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// asyncio's `sleep`. Stateless.
public final class Sleep {
    private Sleep() {
    }

    /// Suspends the awaiting task for `seconds`; for exactly one iteration if that is not positive.
    public static Coroutine<@Nullable Void> sleep(double seconds) {
        return sleep(seconds, null);
    }

    /// Suspends the awaiting task for `delay`.
    public static Coroutine<@Nullable Void> sleep(Duration delay) {
        return sleep(Timeout.seconds(delay), null);
    }

    /// Suspends the awaiting task for `seconds` and gives `result`.
    ///
    /// @throws IllegalArgumentException when awaited, for NaN
    public static <T extends @Nullable Object> Coroutine<T> sleep(double seconds, T result) {
        return Coroutine.of(new Sleeping<>(seconds, result));
    }

    /// A class and no lambda: one frame less below every sleeper.
    private record Sleeping<T extends @Nullable Object>(double seconds, T result) implements Awaitable<T> {
        @Override
        public T await() throws Exception {
            if (seconds <= 0) {
                Coroutine.yield(null);
                return result;
            }
            if (Double.isNaN(seconds)) {
                throw new IllegalArgumentException("sleep got an invalid delay: NaN (not a number); give seconds");
            }
            EventLoop loop = EventLoop.running();
            Woken<T> woken = new Woken<>(loop, result);
            TimerHandle timer = loop.callLater(seconds, woken, TaskRegistry.of(loop).nobodys);
            try {
                return woken.await();
            } finally {
                timer.cancel();
            }
        }
    }

    /// What a sleeper waits for, and what its timer calls: one object, because programs sleep by the hundred thousand.
    private static final class Woken<T extends @Nullable Object> extends Future<T> implements Runnable {
        private final T result;

        Woken(EventLoop loop, T result) {
            super(loop);
            this.result = result;
        }

        @Override
        public void run() {
            if (!isDone()) {
                setResult(result);
            }
        }
    }
}
