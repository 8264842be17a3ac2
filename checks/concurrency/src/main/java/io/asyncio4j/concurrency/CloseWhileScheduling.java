package io.asyncio4j.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A thread schedules a call while the loop stops and is closed.
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "scheduled and ran")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "scheduled after the last iteration: dropped by close(), as asyncio drops it")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "refused: the loop is closed")
@Outcome(expect = Expect.FORBIDDEN, desc = "refused and yet run, or run twice")
@State
public class CloseWhileScheduling {
    private final WatchedLoop watched = new WatchedLoop();
    private int ran;

    @Actor
    public void loop() {
        watched.loop.callSoon(watched.loop::stop);
        watched.run();
        watched.loop.close();
    }

    @Actor
    public void thread(II_Result seen) {
        try {
            watched.loop.callSoonThreadsafe(() -> ran++);
            seen.r1 = 1;
        } catch (IllegalStateException closed) {
            seen.r1 = 2;
        }
    }

    @Arbiter
    public void later(II_Result seen) {
        seen.r2 = ran;
    }
}
