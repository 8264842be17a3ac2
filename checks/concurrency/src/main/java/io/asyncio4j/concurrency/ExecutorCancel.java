package io.asyncio4j.concurrency;

import io.asyncio4j.task.Future;
import io.asyncio4j.thread.RunInExecutor;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// The loop cancels a call while a worker begins it.
///
/// r1: the outcome, -1 cancelled. r2: how often the call ran. r3: jobs that the loop counts in the end.
@JCStressTest
@Outcome(id = "7, 1, 0", expect = Expect.ACCEPTABLE, desc = "ended first")
@Outcome(id = "-1, 0, 0", expect = Expect.ACCEPTABLE, desc = "cancelled before it began")
@Outcome(id = "-1, 1, 0", expect = Expect.ACCEPTABLE, desc = "cancelled while it ran")
@Outcome(expect = Expect.FORBIDDEN, desc = "ran after it was cancelled, or a job too many")
@State
public class ExecutorCancel {
    private final WatchedLoop watched = new WatchedLoop();
    private volatile @Nullable Runnable job;
    private int ran;

    @Actor
    public void loop(III_Result seen) {
        Future<Integer> inside = RunInExecutor.runInExecutor(watched.loop, given -> job = given, this::call);
        inside.addDoneCallback(_ -> watched.loop.stop());
        watched.loop.callSoon(inside::cancel);
        watched.run();
        seen.r1 = WatchedLoop.outcome(inside);
    }

    private int call() {
        ran++;
        return 7;
    }

    @Actor
    public void worker() {
        Runnable mine;
        while ((mine = job) == null) {
            Thread.onSpinWait();
        }
        mine.run();
    }

    @Arbiter
    public void later(III_Result seen) {
        watched.loop.callSoon(watched.loop::stop);
        watched.run();
        seen.r2 = ran;
        seen.r3 = watched.loop.outsideWork(0);
    }
}
