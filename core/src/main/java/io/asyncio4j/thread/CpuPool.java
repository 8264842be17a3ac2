package io.asyncio4j.thread;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads for calls that compute, to give to [RunInExecutor]: what a ProcessPoolExecutor is for in asyncio. The default
/// executor is for calls that wait; there a few long computations would keep all others from being served.
///
/// Thread-safe. As many daemon threads as there are processors, for all loops together; they end after a minute without
/// work.
public final class CpuPool {
    private static final long IDLE_SECONDS = 60;

    private CpuPool() {
    }

    /// The pool.
    public static Executor cpuPool() {
        return Pool.THREADS;
    }

    /// Loaded at first use.
    private static final class Pool {
        static final ThreadPoolExecutor THREADS = make();

        private static ThreadPoolExecutor make() {
            int processors = Runtime.getRuntime().availableProcessors();
            ThreadPoolExecutor pool = new ThreadPoolExecutor(processors, processors, IDLE_SECONDS, TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("asyncio_cpu_", 0).factory());
            pool.allowCoreThreadTimeOut(true);
            return pool;
        }
    }
}
