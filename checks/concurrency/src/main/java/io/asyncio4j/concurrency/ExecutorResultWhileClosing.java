package io.asyncio4j.concurrency;

import io.asyncio4j.task.Future;
import io.asyncio4j.thread.RunInExecutor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A worker ends a job of a loop that stops and is closed.
///
/// r1: 1 the worker went on undisturbed. r2: what the future of the loop has, 0 nothing.
@JCStressTest
@Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "arrived")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "dropped with the loop")
@Outcome(expect = Expect.FORBIDDEN, desc = "the closed loop disturbed the worker")
@State
public class ExecutorResultWhileClosing {
    private final WatchedLoop watched = new WatchedLoop();
    private volatile @Nullable Runnable job;

    @Actor
    public void loop(II_Result seen) {
        watched.loop.callSoon(watched.loop::stop);
        Future<Integer> inside = RunInExecutor.runInExecutor(watched.loop, given -> job = given, () -> 7);
        watched.run();
        seen.r2 = inside.isDone() ? WatchedLoop.outcome(inside) : 0;
        watched.loop.close();
    }

    @Actor
    public void worker(II_Result seen) {
        Runnable mine;
        while ((mine = job) == null) {
            Thread.onSpinWait();
        }
        mine.run();
        seen.r1 = 1;
    }
}
