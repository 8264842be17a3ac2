package io.asyncio4j.task;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.spi.TimedStep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// asyncio's `sleep`. Stateless.
public final class Sleep {
    private static final StackTraceElement PLACE =
            new StackTraceElement(Sleep.class.getName(), "sleep", "Sleep.java", -1);

    private Sleep() {
    }

    /// Suspends the awaiting task for `seconds`; for exactly one iteration if that is not positive.
    public static Coroutine<@Nullable Void> sleep(double seconds) {
        return sleep(seconds, null);
    }

    /// Suspends the awaiting task for `delay`.
    public static Coroutine<@Nullable Void> sleep(Duration delay) {
        return sleep(Timeout.seconds(delay, "delay"), null);
    }

    /// Suspends the awaiting task for `seconds` and gives `result`.
    ///
    /// @throws IllegalArgumentException when awaited, for NaN
    public static <T extends @Nullable Object> Coroutine<T> sleep(double seconds, T result) {
        return Coroutine.of(new Sleeping<>(seconds, result));
    }

    private static final class Sleeping<T extends @Nullable Object> extends FutureWait<T> {
        private final double seconds;
        private final T result;

        Sleeping(double seconds, T result) {
            this.seconds = seconds;
            this.result = result;
        }

        @Override
        public @Nullable Object begin() throws Exception {
            if (seconds <= 0) {
                return TaskDriver.yieldsToNobody() ? END : null;
            }
            return super.begin();
        }

        @Override
        protected Future<?> start() {
            if (Double.isNaN(seconds)) {
                throw new IllegalArgumentException("sleep got an invalid delay: NaN (not a number); give seconds");
            }
            EventLoop loop = EventLoop.running();
            Woken woken = new Woken(loop);
            loop.scheduleAt(loop.time() + seconds, woken);
            return woken;
        }

        @Override
        public T end(@Nullable Object waited, @Nullable Throwable thrown) throws Exception {
            Woken woken = waited instanceof Woken timer ? timer : null;
            if (woken != null) {
                woken.drop();
            }
            if (thrown != null) {
                throw Rethrow.sneaky(thrown);
            }
            if (woken != null) {
                woken.result();
            }
            return result;
        }
    }

    /// What a sleeper waits for, and its place among the timers.
    private static final class Woken extends Future<@Nullable Void> implements TimedStep, FutureWait.Placed {
        private boolean timed = true;
        private boolean dropped;

        Woken(EventLoop loop) {
            super(loop);
        }

        @Override
        public StackTraceElement place() {
            return PLACE;
        }

        @Override
        public void step(Host host) {
            if (!isDone()) {
                setResult(null);
            }
        }

        void drop() {
            dropped = true;
            if (timed) {
                getLoop().timerCancelled();
            }
        }

        @Override
        public boolean isDropped() {
            return dropped;
        }

        @Override
        public void leftTimers() {
            timed = false;
        }
    }
}
