package io.asyncio4j.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A thread wakes the loop again and again, each time when the loop is about to fall asleep.
@JCStressTest
@Outcome(id = "16", expect = Expect.ACCEPTABLE, desc = "woken every time")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wake-up was lost")
@State
public class SleepAndWake {
    private static final int ROUNDS = 16;

    private final WatchedLoop watched = new WatchedLoop();
    private volatile int round;

    @Actor
    public void loop(I_Result seen) {
        watched.run();
        seen.r1 = round;
    }

    @Actor
    public void thread() {
        for (int i = 1; i <= ROUNDS; i++) {
            int next = i;
            watched.loop.callSoonThreadsafe(() -> round = next);
            while (round < next) {
                Thread.onSpinWait();
            }
            // one more each time, to meet every point on the loop's way to its sleep
            for (int pause = 0; pause < i; pause++) {
                Thread.onSpinWait();
            }
        }
        watched.loop.callSoonThreadsafe(watched.loop::stop);
    }
}
