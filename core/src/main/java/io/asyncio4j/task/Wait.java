package io.asyncio4j.task;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.Handle;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stateless. Waiting for several futures without touching them. Mirrors `asyncio.wait`.
///
/// It never cancels the futures, neither when time runs out nor when the wait itself is cancelled, and never raises
/// [java.util.concurrent.TimeoutException]: it tells which are done. Awaitables that are not futures have to be made tasks
/// first, or the caller could not recognise them in the result.
public final class Wait {

    private Wait() {
    }

    /// Waits until all futures are done.
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures) {
        return wait(futures, Timeout.NONE, ReturnWhen.ALL_COMPLETED);
    }

    /// Waits until as many futures are done as `returnWhen` says.
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures,
            ReturnWhen returnWhen) {
        return wait(futures, Timeout.NONE, returnWhen);
    }

    /// Waits until all futures are done, but at most so many seconds.
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures,
            double seconds) {
        return wait(futures, seconds, ReturnWhen.ALL_COMPLETED);
    }

    /// Waits until as many futures are done as `returnWhen` says, but at most for the given time.
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures,
            Duration limit,
            ReturnWhen returnWhen) {
        return wait(futures, Timeout.seconds(limit, "limit"), returnWhen);
    }

    /// Waits until as many futures are done as `returnWhen` says, but at most so many seconds; [Timeout#NONE] is no
    /// limit, zero or less is one pass of the loop. A future that is given twice counts once. The collection is read
    /// when the coroutine starts.
    ///
    /// @return a coroutine with the futures that are done and those that are not, which raises
    ///         [IllegalArgumentException] if there are no futures
    public static <F extends Future<?>> Coroutine<WaitResult<F>> wait(Collection<? extends F> futures,
            double seconds,
            ReturnWhen returnWhen) {
        Objects.requireNonNull(futures, "futures");
        Objects.requireNonNull(returnWhen, "returnWhen");
        return Coroutine.of(() -> await(futures, seconds, returnWhen));
    }

    private static <F extends Future<?>> WaitResult<F> await(Collection<? extends F> given, double seconds,
            ReturnWhen returnWhen) throws Exception {
        Set<F> futures = new LinkedHashSet<>(given);
        if (futures.isEmpty()) {
            throw new IllegalArgumentException("wait got no futures: []; give it at least one");
        }
        EventLoop loop = EventLoop.running();
        Countdown countdown = new Countdown(new Future<>(loop), returnWhen, futures.size());
        if (seconds != Timeout.NONE) {
            countdown.alarm = loop.callLater(seconds, countdown::release);
        }
        for (F future : futures) {
            future.addCallback(countdown);
        }
        try {
            countdown.waiter.await();
        } finally {
            countdown.disarm();
            for (F future : futures) {
                future.removeCallback(countdown);
            }
        }
        return sort(futures);
    }

    /// By their state now, which may be later than that of the callbacks: what has finished meanwhile is done.
    private static <F extends Future<?>> WaitResult<F> sort(Set<F> futures) {
        Set<F> done = new LinkedHashSet<>();
        Set<F> pending = new LinkedHashSet<>();
        for (F future : futures) {
            (future.isDone() ? done : pending).add(future);
        }
        return new WaitResult<>(done, pending);
    }

    /// The done-callback of all futures of one wait.
    private static final class Countdown implements FutureCallback {

        private final Future<@Nullable Void> waiter;
        private final ReturnWhen returnWhen;
        private int left;
        private @Nullable Handle alarm;

        private Countdown(Future<@Nullable Void> waiter, ReturnWhen returnWhen, int left) {
            this.waiter = waiter;
            this.returnWhen = returnWhen;
            this.left = left;
        }

        @Override
        public void completed(Future<?> future) {
            left--;
            boolean enough = switch (returnWhen) {
                case ALL_COMPLETED -> left <= 0;
                case FIRST_COMPLETED -> true;
                case FIRST_EXCEPTION -> left <= 0 || (!future.isCancelled() && future.exception() != null);
            };
            if (enough) {
                disarm();
                release();
            }
        }

        @Override
        public void awaiters(Consumer<? super Future<?>> tell) {
            CallGraph.awaiters(waiter).forEach(tell);
        }

        private void disarm() {
            if (alarm != null) {
                alarm.cancel();
            }
        }

        private void release() {
            if (!waiter.isDone()) {
                waiter.setResult(null);
            }
        }
    }
}
