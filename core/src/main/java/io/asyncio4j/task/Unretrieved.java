package io.asyncio4j.task;

import io.asyncio4j.context.Context;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.LoopLocal;
import java.lang.ref.Cleaner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The failure of a future that nobody has asked for yet. Reported when the future is collected, or at the latest when
/// its loop closes: a failure must not be lost because the collector had no reason to run.
///
/// Thread-safe: the collector's thread hands the report to the loop.
final class Unretrieved implements Runnable {
    private static final LoopLocal<Watched> WATCHED = new LoopLocal<>(loop -> new Watched());

    private final EventLoop loop;
    private final Throwable failure;
    private final String kind;
    private final String details;
    private final @Nullable Context context;
    private final StackTraceElement @Nullable [] madeAt;
    private Cleaner.@Nullable Cleanable cleanable;
    private boolean reported;

    private Unretrieved(Future<?> future, Throwable failure) {
        this.loop = future.getLoop();
        this.failure = failure;
        this.kind = future.kind();
        this.details = future.details();
        this.context = future instanceof Task<?> task ? task.getContext() : null;
        this.madeAt = future.madeAt;
    }

    static Unretrieved watch(Future<?> future, Throwable failure) {
        Unretrieved watch = new Unretrieved(future, failure);
        WATCHED.get(watch.loop).set.add(watch);
        watch.cleanable = Cleaners.CLEANER.register(future, watch);
        return watch;
    }

    /// On the loop's thread: somebody has the failure now.
    void retrieved() {
        reported = true;
        WATCHED.get(loop).set.remove(this);
        Cleaner.Cleanable watching = cleanable;
        if (watching != null) {
            watching.clean();
        }
    }

    /// On the collector's thread, or inside retrieved().
    @Override
    public void run() {
        if (!reported && !loop.isClosed()) {
            try {
                loop.callSoonThreadsafe(this::report);
            } catch (IllegalStateException closedMeanwhile) {
                // closing the loop has reported it
                assert loop.isClosed();
            }
        }
    }

    private void report() {
        if (!reported) {
            reported = true;
            WATCHED.get(loop).set.remove(this);
            loop.callExceptionHandler(ExceptionContext.of(kind + " exception was never retrieved")
                    .withException(failure)
                    .with("Task".equals(kind) ? "task" : "future",
                            "<" + kind + " finished" + details + " exception=" + failure + ">")
                    .withTrace("source_traceback", madeAt).in(context));
        }
    }

    private static final class Watched implements AutoCloseable {
        final Set<Unretrieved> set = new LinkedHashSet<>();

        @Override
        public void close() {
            List.copyOf(set).forEach(Unretrieved::report);
        }
    }

    /// Loaded with the first failure: it starts a thread.
    private static final class Cleaners {
        static final Cleaner CLEANER = Cleaner.create();
    }
}
