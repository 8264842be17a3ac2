package io.asyncio4j.task;

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
        return sleep(delay.toNanos() / 1e9, null);
    }

    /// Suspends the awaiting task for `seconds` and gives `result`.
    ///
    /// @throws IllegalArgumentException when awaited, for NaN
    public static <T extends @Nullable Object> Coroutine<T> sleep(double seconds, T result) {
        return Coroutine.of(() -> {
            if (seconds <= 0) {
                Coroutine.yield(null);
                return result;
            }
            if (Double.isNaN(seconds)) {
                throw new IllegalArgumentException("sleep got an invalid delay: NaN (not a number); give seconds");
            }
            EventLoop loop = EventLoop.running();
            Future<T> woken = new Future<>(loop);
            TimerHandle timer = loop.callLater(seconds, () -> {
                if (!woken.isDone()) {
                    woken.setResult(result);
                }
            });
            try {
                return woken.await();
            } finally {
                timer.cancel();
            }
        });
    }
}
