package io.asyncio4j.coroutine;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Debug mode's record of where coroutines are made, and its report of those that are never awaited: Python's
/// `RuntimeWarning: coroutine ... was never awaited`.
///
/// Thread-safe. Python can afford this always, because its coroutines are counted; here it costs a phantom reference
/// each, so it is on only while a loop in debug mode runs.
public final class Origins {
    private static final AtomicInteger TRACKING = new AtomicInteger();
    private static final System.Logger LOG = System.getLogger("io.asyncio4j");
    // Racy by intent: a coroutine made while another thread turns this on may be missed.
    static boolean tracking;

    private Origins() {
    }

    /// Starts tracking when `on`; pairs with [#untrack].
    public static void track(boolean on) {
        if (on) {
            TRACKING.incrementAndGet();
            tracking = true;
        }
    }

    /// Ends what [#track] began.
    public static void untrack(boolean on) {
        if (on) {
            tracking = TRACKING.decrementAndGet() > 0;
        }
    }

    static Watch watch(Coroutine<?> coroutine) {
        Watch watch = new Watch(coroutine.toString(), Origin.capture());
        Cleaners.CLEANER.register(coroutine, watch);
        return watch;
    }

    /// Loaded only in debug mode: it starts a thread.
    private static final class Cleaners {
        static final Cleaner CLEANER = Cleaner.create();
    }

    /// What outlives the coroutine to tell of it.
    static final class Watch implements Runnable {
        private final String coroutine;
        private final StackTraceElement[] madeAt;
        private volatile boolean started;

        Watch(String coroutine, StackTraceElement[] madeAt) {
            this.coroutine = coroutine;
            this.madeAt = madeAt;
        }

        void started() {
            started = true;
        }

        @Override
        public void run() {
            if (!started) {
                LOG.log(System.Logger.Level.WARNING, coroutine + " was never awaited" + at(madeAt));
            }
        }

        private static String at(StackTraceElement @Nullable [] frames) {
            StringBuilder text = new StringBuilder("; await it, or give it to createTask");
            if (frames != null && frames.length > 0) {
                text.append(System.lineSeparator()).append("Coroutine created at (most recent call first):");
                for (StackTraceElement frame : frames) {
                    text.append(System.lineSeparator()).append("  at ").append(frame);
                }
            }
            return text.toString();
        }
    }
}
