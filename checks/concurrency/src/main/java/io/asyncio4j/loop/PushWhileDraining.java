package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A thread pushes 1 and 2 while the loop drains: what the loop saw then, and what is left for later.
@JCStressTest
@Outcome(id = "0, 12", expect = Expect.ACCEPTABLE, desc = "drained before")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "drained between")
@Outcome(id = "12, 0", expect = Expect.ACCEPTABLE, desc = "drained after")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled or out of order")
@State
public class PushWhileDraining {
    private static final EventLoop LOOP = new EventLoop();

    private final ThreadsafeQueue queue = new ThreadsafeQueue();
    private final ThreadsafeHandle first = new ThreadsafeHandle(LOOP, () -> {}, Context.empty());
    private final ThreadsafeHandle second = new ThreadsafeHandle(LOOP, () -> {}, Context.empty());

    @Actor
    public void thread() {
        queue.push(first);
        queue.push(second);
    }

    @Actor
    public void loop(II_Result seen) {
        seen.r1 = drain();
    }

    @Arbiter
    public void later(II_Result seen) {
        seen.r2 = drain();
    }

    private int drain() {
        ReadyQueue ready = new ReadyQueue();
        queue.drainTo(ready);
        int digits = 0;
        while (ready.size() > 0) {
            Object taken = ready.take();
            digits = digits * 10 + (taken == first ? 1 : taken == second ? 2 : 9);
        }
        return digits;
    }
}
