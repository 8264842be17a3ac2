package io.asyncio4j.benchmarks.peer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The work of `TaskBenchmarks` as a program on the JDK's virtual threads does it. Awaiting a coroutine at once is a
/// plain call there, and there is no callback of a loop, so those rows are missing.
@State(Scope.Thread)
public class ThreadBenchmarks {
    private static final int N = 10_000;
    private static final int CHILDREN = 1_000;
    private static final int SLEEPERS = 50_000;
    private static final int MANY = Integer.getInteger("asyncio4j.benchmarks.many", 1_000_000);

    private final LongAdder sum = new LongAdder();

    /// A hundred threads that yield in turn.
    @Benchmark
    @OperationsPerInvocation(N)
    public void switchTasks() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 100; t++) {
            threads.add(Thread.startVirtualThread(() -> yieldOften(N / 100)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// One thread that yields.
    @Benchmark
    @OperationsPerInvocation(N)
    public void switchAlone() throws Exception {
        Thread.startVirtualThread(() -> yieldOften(N)).join();
    }

    private static void yieldOften(int count) {
        for (int i = 0; i < count; i++) {
            Thread.yield();
        }
    }

    /// Starting a thread and waiting for its result.
    @Benchmark
    @OperationsPerInvocation(N)
    public void createAndAwait() throws Exception {
        inThread(() -> {
            for (int i = 0; i < N; i++) {
                int value = i;
                FutureTask<Integer> task = new FutureTask<>(() -> value);
                Thread.startVirtualThread(task);
                sum.add(task.get());
            }
            return null;
        });
    }

    /// One child of an `invokeAll` of a thousand.
    @Benchmark
    @OperationsPerInvocation(N)
    public void gatherEach() throws Exception {
        inThread(() -> {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int round = 0; round < N / CHILDREN; round++) {
                    List<Callable<Integer>> children = new ArrayList<>(CHILDREN);
                    for (int i = 0; i < CHILDREN; i++) {
                        int value = i;
                        children.add(() -> value);
                    }
                    sum.add(executor.invokeAll(children).size());
                }
            }
            return null;
        });
    }

    /// One child of an executor of a thousand that is closed, which waits for all.
    @Benchmark
    @OperationsPerInvocation(N)
    public void taskGroupEach() throws Exception {
        inThread(() -> {
            for (int round = 0; round < N / CHILDREN; round++) {
                try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int i = 0; i < CHILDREN; i++) {
                        int value = i;
                        executor.execute(() -> sum.add(value));
                    }
                }
            }
            return null;
        });
    }

    /// A future that another thread completes.
    @Benchmark
    @OperationsPerInvocation(N)
    public void futureByCallSoon() throws Exception {
        inThread(() -> {
            for (int i = 0; i < N; i++) {
                CompletableFuture<Integer> future = new CompletableFuture<>();
                Thread.startVirtualThread(() -> future.complete(1));
                sum.add(future.get());
            }
            return null;
        });
    }

    /// A put and a take of a queue of one, between two threads.
    @Benchmark
    @OperationsPerInvocation(N)
    public void queueOfOne() throws Exception {
        inThread(() -> {
            BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
            FutureTask<Void> producer = new FutureTask<>(() -> {
                for (int i = 0; i < N; i++) {
                    queue.put(i);
                }
                return null;
            });
            Thread.startVirtualThread(producer);
            for (int i = 0; i < N; i++) {
                sum.add(queue.take());
            }
            return producer.get();
        });
    }

    /// A lock that two threads want, each with a yield inside.
    @Benchmark
    @OperationsPerInvocation(N)
    public void contendedLock() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        Thread other = Thread.startVirtualThread(() -> takeTurns(lock));
        Thread.startVirtualThread(() -> takeTurns(lock)).join();
        other.join();
    }

    private static void takeTurns(ReentrantLock lock) {
        for (int i = 0; i < N / 2; i++) {
            lock.lock();
            try {
                Thread.yield();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Setting and cancelling a timer of the JDK's.
    @Benchmark
    @OperationsPerInvocation(N)
    public void callLaterAndCancel() {
        try (ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1)) {
            timers.setRemoveOnCancelPolicy(true);
            for (int i = 0; i < N; i++) {
                timers.schedule(sum::increment, 1 + i % 100, TimeUnit.SECONDS).cancel(false);
            }
        }
    }

    /// One of fifty thousand threads that sleep up to a tenth of a second.
    @Benchmark
    @OperationsPerInvocation(SLEEPERS)
    public void sleepers() throws Exception {
        Random chance = new Random(1);
        List<Thread> threads = new ArrayList<>(SLEEPERS);
        for (int i = 0; i < SLEEPERS; i++) {
            long nanos = (long) (chance.nextDouble() * 1e8);
            threads.add(Thread.startVirtualThread(() -> sleep(nanos)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        }
    }

    /// One of a million threads that are alive at the same time.
    @Benchmark
    public void million() throws Exception {
        CountDownLatch event = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            threads.add(Thread.startVirtualThread(() -> awaitUnchecked(event)));
        }
        event.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void awaitUnchecked(CountDownLatch event) {
        try {
            event.await();
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        }
    }

    /// Interrupting one of a thousand sleeping threads, to its end; starting it counts as well.
    @Benchmark
    @OperationsPerInvocation(N)
    public void cancelStorm() throws Exception {
        for (int round = 0; round < N / CHILDREN; round++) {
            List<Thread> threads = new ArrayList<>(Collections.nCopies(CHILDREN, null));
            threads.replaceAll(_ -> Thread.startVirtualThread(() -> sleep(TimeUnit.HOURS.toNanos(1))));
            for (Thread thread : threads) {
                thread.interrupt();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /// Reading and setting a thread's variable.
    @Benchmark
    @OperationsPerInvocation(N)
    public void contextVariable() throws Exception {
        ThreadLocal<Integer> variable = ThreadLocal.withInitial(() -> 0);
        inThread(() -> {
            for (int i = 0; i < N; i++) {
                variable.set(variable.get() + 1);
            }
            return null;
        });
    }

    private static void inThread(Callable<?> work) throws Exception {
        FutureTask<?> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        task.get();
    }
}
