package io.asyncio4j.concurrency;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.thread.DefaultExecutor;
import io.asyncio4j.thread.RunInExecutor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// The default executor is shut down while its last job ends: the result is there when the shutdown has ended.
///
/// r1: what the job's future has, 0 nothing. r2: the jobs the loop still counts.
@JCStressTest
@Outcome(id = "7, 0", expect = Expect.ACCEPTABLE, desc = "waited for the job and its result")
@Outcome(expect = Expect.FORBIDDEN, desc = "ended before the job's result came, or counts a job too many")
@State
public class ShutdownWhileWorking {
    private final WatchedLoop watched = new WatchedLoop();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Actor
    public void loop(II_Result seen) {
        EventLoop loop = watched.loop;
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            DefaultExecutor.setDefaultExecutor(loop, executor);
            Future<Integer> inside = RunInExecutor.runInExecutor(loop, null, this::call);
            shutDown(loop);
            seen.r1 = inside.isDone() ? WatchedLoop.outcome(inside) : 0;
            seen.r2 = loop.outsideWork(0);
            loop.close();
        }
    }

    private static void shutDown(EventLoop loop) {
        try {
            RunUntilComplete.runUntilComplete(loop, DefaultExecutor.shutdownDefaultExecutor(loop));
        } catch (Exception failed) {
            throw new IllegalStateException("the shutdown failed, but nothing in this race does", failed);
        }
    }

    private int call() throws InterruptedException {
        mayEnd.await();
        return 7;
    }

    @Actor
    public void thread() {
        mayEnd.countDown();
    }
}
