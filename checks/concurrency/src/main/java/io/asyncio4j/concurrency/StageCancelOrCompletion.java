package io.asyncio4j.concurrency;

import io.asyncio4j.task.Future;
import io.asyncio4j.thread.WrapFuture;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// The loop cancels the future of a stage while a thread completes the stage.
///
/// r1: the future, r2: the stage; 7 its value, -1 cancelled.
@JCStressTest
@Outcome(id = "7, 7", expect = Expect.ACCEPTABLE, desc = "completed first")
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "cancelled first")
@Outcome(id = "-1, 7", expect = Expect.ACCEPTABLE, desc = "each was first on its side")
@Outcome(expect = Expect.FORBIDDEN, desc = "a value out of a cancelled stage, or no end")
@State
public class StageCancelOrCompletion {
    private final WatchedLoop watched = new WatchedLoop();
    private final CompletableFuture<Integer> stage = new CompletableFuture<>();

    @Actor
    public void loop(II_Result seen) {
        Future<Integer> inside = WrapFuture.wrapFuture(stage, watched.loop);
        inside.addDoneCallback(_ -> watched.loop.stop());
        watched.loop.callSoon(inside::cancel);
        watched.run();
        seen.r1 = WatchedLoop.outcome(inside);
    }

    @Actor
    public void thread() {
        stage.complete(7);
    }

    @Arbiter
    public void later(II_Result seen) {
        seen.r2 = stage.isCancelled() ? -1 : stage.join();
    }
}
