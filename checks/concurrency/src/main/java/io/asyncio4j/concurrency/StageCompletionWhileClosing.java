package io.asyncio4j.concurrency;

import io.asyncio4j.task.Future;
import io.asyncio4j.thread.WrapFuture;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A thread completes a stage that a loop waits for while that loop stops and is closed.
///
/// r1: 1 the thread went on undisturbed. r2: what the future of the loop has, 0 nothing.
@JCStressTest
@Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "arrived")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "dropped with the loop")
@Outcome(expect = Expect.FORBIDDEN, desc = "the closed loop disturbed the thread")
@State
public class StageCompletionWhileClosing {
    private final WatchedLoop watched = new WatchedLoop();
    private final CompletableFuture<Integer> stage = new CompletableFuture<>();

    @Actor
    public void loop(II_Result seen) {
        Future<Integer> inside = WrapFuture.wrapFuture(stage, watched.loop);
        watched.loop.callSoon(watched.loop::stop);
        watched.run();
        seen.r2 = inside.isDone() ? WatchedLoop.outcome(inside) : 0;
        watched.loop.close();
    }

    @Actor
    public void thread(II_Result seen) {
        seen.r1 = stage.complete(7) ? 1 : -1;
    }
}
