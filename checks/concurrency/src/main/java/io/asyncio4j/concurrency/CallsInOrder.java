package io.asyncio4j.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A thread schedules 1, 2 and the loop's stop, while the loop begins to run, works or sleeps.
@JCStressTest
@Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "both ran, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost or out of order")
@State
public class CallsInOrder {
    private final WatchedLoop watched = new WatchedLoop();
    private int digits;

    @Actor
    public void loop(I_Result seen) {
        watched.run();
        seen.r1 = digits;
    }

    @Actor
    public void thread() {
        watched.loop.callSoonThreadsafe(() -> digits = digits * 10 + 1);
        watched.loop.callSoonThreadsafe(() -> digits = digits * 10 + 2);
        watched.loop.callSoonThreadsafe(watched.loop::stop);
    }
}
