package io.asyncio4j.thread;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import io.asyncio4j.loop.TimerHandle;
import io.asyncio4j.task.Future;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The threads that a loop uses for calls that block, made at first use: asyncio's default executor, with
/// `set_default_executor()` and `shutdown_default_executor()`.
///
/// Loop-confined. Unless another is set, it has at most min(32, processors + 4) threads, made by the loop's options
/// (daemons called `asyncio_N` if nothing else is said), which end after a minute without work. Closing the loop shuts
/// it down without waiting.
/*
 * | state | executor | use |
 * |---|---|---|
 * | unused | null | makes one |
 * | in use | set | gives it |
 * | shut down | null or ending | IllegalStateException |
 */
public final class DefaultExecutor implements AutoCloseable {
    private static final LoopLocal<DefaultExecutor> OF_LOOP = new LoopLocal<>(DefaultExecutor::new);
    private static final long IDLE_SECONDS = 60;

    private final EventLoop loop;
    private @Nullable ExecutorService executor;
    private boolean shutDown;

    private DefaultExecutor(EventLoop loop) {
        this.loop = loop;
    }

    static DefaultExecutor of(EventLoop loop) {
        return OF_LOOP.get(loop);
    }

    /// Sets the executor that calls without one of their own use. The one before it is not shut down.
    public static void setDefaultExecutor(EventLoop loop, ExecutorService executor) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(executor, "executor");
        of(loop).executor = executor;
    }

    /// As [#shutdownDefaultExecutor(EventLoop, Duration)], without a limit.
    public static Coroutine<@Nullable Void> shutdownDefaultExecutor(EventLoop loop) {
        Objects.requireNonNull(loop, "loop");
        return Coroutine.of(() -> of(loop).shutDown(-1));
    }

    /// Refuses further calls to the default executor and waits until all that were made have ended. If that takes longer
    /// than `limit`, a warning is logged and the threads are left to themselves.
    public static Coroutine<@Nullable Void> shutdownDefaultExecutor(EventLoop loop, Duration limit) {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(limit, "limit");
        return Coroutine.of(() -> of(loop).shutDown(limit.toNanos() / 1e9));
    }

    ExecutorService use() {
        if (shutDown) {
            throw new IllegalStateException(
                    "run in the default executor refused: Executor shutdown has been called"
                            + "; give an executor of your own");
        }
        if (executor == null) {
            executor = pool();
        }
        return executor;
    }

    private ExecutorService pool() {
        int threads = Math.min(32, Runtime.getRuntime().availableProcessors() + 4);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), loop.options().threads());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private @Nullable Void shutDown(double seconds) throws Exception {
        shutDown = true;
        ExecutorService ending = executor;
        if (ending == null) {
            return null;
        }
        ending.shutdown();
        Future<Boolean> ended = new Future<>(loop);
        loop.outsideWork(1);
        Thread waiting =
                Thread.ofVirtual().name("asyncio-executor-shutdown").start(() -> join(ending, ended));
        TimerHandle timer = seconds < 0 ? null : loop.callLater(seconds, () -> end(ended, false));
        try {
            if (!ended.await()) {
                System.getLogger("io.asyncio4j.thread").log(Level.WARNING,
                        "shutdownDefaultExecutor did not end: its threads still work after " + seconds
                                + " seconds; make blocking calls give up, or give them more time");
            }
        } finally {
            if (timer != null) {
                timer.cancel();
            }
            waiting.interrupt();
        }
        return null;
    }

    private void join(ExecutorService ending, Future<Boolean> ended) {
        try {
            boolean terminated = ending.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            loop.callSoonThreadsafe(() -> {
                loop.outsideWork(-1);
                end(ended, terminated);
            });
        } catch (InterruptedException | IllegalStateException nobodyWaits) {
            // The wait has ended before the executor has, or the loop is closed.
            loop.outsideWork(-1);
        }
    }

    private static void end(Future<Boolean> ended, boolean inTime) {
        if (!ended.isDone()) {
            ended.setResult(inTime);
        }
    }

    /// Shuts the executor down without waiting; called when the loop closes.
    @Override
    public void close() {
        shutDown = true;
        if (executor != null) {
            executor.shutdown();
        }
    }
}
