package io.asyncio4j.concurrency;

import io.asyncio4j.task.Sleep;
import io.asyncio4j.thread.RunCoroutineThreadsafe;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A thread runs a coroutine on the loop and waits for its value.
@JCStressTest
@Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "came back")
@Outcome(expect = Expect.FORBIDDEN, desc = "another value, or none")
@State
public class CoroutineResult {
    private static final int LIMIT_SECONDS = 20;

    private final WatchedLoop watched = new WatchedLoop();

    @Actor
    public void loop() {
        watched.run();
    }

    @Actor
    public void thread(I_Result seen) {
        try {
            seen.r1 = RunCoroutineThreadsafe.runCoroutineThreadsafe(Sleep.sleep(0, 7), watched.loop)
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        } finally {
            watched.loop.callSoonThreadsafe(watched.loop::stop);
        }
    }
}
