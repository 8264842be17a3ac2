package io.asyncio4j.coroutine;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Debug mode's record of where coroutines are made, and its report of those that are never awaited: Python's
/// `RuntimeWarning: coroutine ... was never awaited`.
///
/// Thread-safe. Python can afford this always, because its coroutines are counted; here it costs a phantom reference
/// each, so it is on only while a loop in debug mode runs, or always with `-Dasyncio4j.debug`. The report comes when the
/// garbage collector has found the coroutine and another one is made; when the last loop in debug mode ends the collector
/// is asked to look. A program in debug mode reports what is left when it ends.
public final class Origins {
    private static final System.Logger LOG = System.getLogger("io.asyncio4j");
    private static final boolean DEBUG = isDebugByDefault();
    private static final AtomicInteger TRACKING = new AtomicInteger(DEBUG ? 1 : 0);
    // Racy by intent: a coroutine made while another thread turns this on may be missed.
    static boolean tracking = TRACKING.get() > 0;

    private Origins() {
    }

    /// Whether the program was started in debug mode: `-Dasyncio4j.debug`, or `ASYNCIO4J_DEBUG` in the environment.
    public static boolean isDebugByDefault() {
        String environment = System.getenv("ASYNCIO4J_DEBUG");
        return Boolean.getBoolean("asyncio4j.debug") || "".equals(System.getProperty("asyncio4j.debug"))
                || environment != null && !environment.isEmpty() && !"0".equals(environment);
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
            int left = TRACKING.decrementAndGet();
            tracking = left > 0;
            if (left == (DEBUG ? 1 : 0)) {
                Dropped.look();
            }
        }
    }

    static Watch watch(Coroutine<?> coroutine) {
        Dropped.report();
        Watch watch = new Watch(coroutine, Origin.capture());
        Dropped.WATCHES.add(watch);
        return watch;
    }

    /// The coroutines that have not been started, and those of them that nobody can start any more. Used only in debug
    /// mode.
    private static final class Dropped {
        static final ReferenceQueue<Coroutine<?>> QUEUE = new ReferenceQueue<>();
        static final Set<Watch> WATCHES = ConcurrentHashMap.newKeySet();
        private static final long LONGEST_LOOK_MILLIS = 50;

        static {
            if (DEBUG) {
                Runtime.getRuntime().addShutdownHook(new Thread(Dropped::reportAll));
            }
        }

        /// Reports what has been found.
        static void report() {
            for (Reference<?> next = QUEUE.poll(); next != null; next = QUEUE.poll()) {
                ((Watch) next).report();
            }
        }

        /// Finds what was dropped by now, if there is anything to find.
        static void look() {
            if (WATCHES.isEmpty()) {
                return;
            }
            System.gc();
            try {
                for (Reference<?> next = next(); next != null; next = next()) {
                    ((Watch) next).report();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private static @Nullable Reference<?> next() throws InterruptedException {
            return QUEUE.remove(LONGEST_LOOK_MILLIS);
        }

        /// At the end of the program there is no logging any more.
        private static void reportAll() {
            WATCHES.forEach(watch -> System.err.println(watch.text()));
        }
    }

    /// What outlives a coroutine to tell of it.
    static final class Watch extends PhantomReference<Coroutine<?>> {
        private final StackTraceElement[] madeAt;

        Watch(Coroutine<?> coroutine, StackTraceElement[] madeAt) {
            super(coroutine, Dropped.QUEUE);
            this.madeAt = madeAt;
        }

        void started() {
            Dropped.WATCHES.remove(this);
            clear();
        }

        void report() {
            if (Dropped.WATCHES.remove(this)) {
                LOG.log(System.Logger.Level.WARNING, text());
            }
        }

        String text() {
            StringBuilder text = new StringBuilder("coroutine ").append(madeAt.length == 0 ? "" : maker(madeAt[0]))
                    .append("was never awaited; await it, or give it to createTask");
            if (madeAt.length > 0) {
                text.append(System.lineSeparator()).append("Coroutine created at (most recent call first):");
                for (StackTraceElement frame : madeAt) {
                    text.append(System.lineSeparator()).append("  at ").append(frame);
                }
            }
            return text.toString();
        }

        /// The method, also of a lambda in it.
        private static String maker(StackTraceElement frame) {
            String method = frame.getMethodName().replaceFirst("^lambda\\$(.+)\\$\\d+$", "$1");
            return "made in " + method + " ";
        }
    }
}
