package io.asyncio4j.concurrency;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.thread.RunCoroutineThreadsafe;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A thread sends a coroutine to a loop that stops and is closed, and cancels what it got.
///
/// r1: 1 the future was given and cancelled, 2 the closed loop refused, 3 the coroutine ended first. r2: whether the
/// coroutine began.
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "dropped with the loop, or cancelled before its first step")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "cancelled where it waited, or left there by the loop")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "refused")
@Outcome(id = "3, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "ended before it was cancelled")
@Outcome(expect = Expect.FORBIDDEN, desc = "refused and yet begun, or another outcome")
@State
public class CoroutineWhileClosing {
    private final WatchedLoop watched = new WatchedLoop();
    private volatile int begun;

    @Actor
    public void loop() {
        watched.loop.callSoon(() -> watched.loop.callSoon(watched.loop::stop));
        watched.run();
        watched.loop.close();
    }

    @Actor
    public void thread(II_Result seen) {
        CompletableFuture<Integer> outside;
        try {
            outside = RunCoroutineThreadsafe.runCoroutineThreadsafe(Coroutine.of(this::work), watched.loop);
        } catch (IllegalStateException closed) {
            seen.r1 = 2;
            return;
        }
        seen.r1 = outside.cancel(true) ? 1 : 3;
    }

    private int work() throws Exception {
        begun = 1;
        Sleep.sleep(0).await();
        return 1;
    }

    @Arbiter
    public void later(II_Result seen) {
        seen.r2 = begun;
    }
}
