package io.asyncio4j.concurrency;

import io.asyncio4j.task.Future;
import io.asyncio4j.thread.WrapFuture;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A thread completes a stage of the JDK while the loop begins to wait for it.
@JCStressTest
@Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "arrived")
@Outcome(expect = Expect.FORBIDDEN, desc = "another value, or none")
@State
public class StageCompletion {
    private final WatchedLoop watched = new WatchedLoop();
    private final CompletableFuture<Integer> stage = new CompletableFuture<>();

    @Actor
    public void loop(I_Result seen) {
        Future<Integer> inside = WrapFuture.wrapFuture(stage, watched.loop);
        inside.addDoneCallback(_ -> watched.loop.stop());
        watched.run();
        seen.r1 = WatchedLoop.outcome(inside);
    }

    @Actor
    public void thread() {
        stage.complete(7);
    }
}
