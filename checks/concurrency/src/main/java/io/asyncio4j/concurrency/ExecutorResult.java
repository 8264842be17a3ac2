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

/// A worker's outcome comes back to the loop.
///
/// r1: the outcome. r2: jobs that the loop still counts.
@JCStressTest
@Outcome(id = "7, 0", expect = Expect.ACCEPTABLE, desc = "arrived")
@Outcome(expect = Expect.FORBIDDEN, desc = "another value, or none, or a job too many")
@State
public class ExecutorResult {
    private final WatchedLoop watched = new WatchedLoop();
    private volatile @Nullable Runnable job;

    @Actor
    public void loop(II_Result seen) {
        Future<Integer> inside = RunInExecutor.runInExecutor(watched.loop, given -> job = given, () -> 7);
        inside.addDoneCallback(_ -> watched.loop.stop());
        watched.run();
        seen.r1 = WatchedLoop.outcome(inside);
        seen.r2 = watched.loop.outsideWork(0);
    }

    @Actor
    public void worker() {
        Runnable mine;
        while ((mine = job) == null) {
            Thread.onSpinWait();
        }
        mine.run();
    }
}
