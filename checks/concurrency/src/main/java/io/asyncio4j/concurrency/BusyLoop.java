package io.asyncio4j.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A thread schedules a call on a loop that never sleeps; what came before a step
/// runs before that step.
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "ran")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost while the loop ran")
@State
public class BusyLoop {
    private final WatchedLoop watched = new WatchedLoop();
    private volatile boolean scheduled;
    private int ran;

    @Actor
    public void loop(I_Result seen) {
        watched.loop.callSoon(this::work);
        watched.run();
        seen.r1 = ran;
    }

    private void work() {
        if (scheduled) {
            // the call may have come after this iteration began; it is older than this step, so it runs before it
            watched.loop.callSoon(watched.loop::stop);
        } else {
            watched.loop.callSoon(this::work);
        }
    }

    @Actor
    public void thread() {
        watched.loop.callSoonThreadsafe(() -> ran++);
        scheduled = true;
    }
}
