package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Host;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// A thread cancels a handle while the loop starts it. When cancel() returns, the callback has either run to its end or
/// will never begin.
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "cancelled first: never runs")
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "started first: cancel() saw its end")
@Outcome(expect = Expect.FORBIDDEN, desc = "ran after, or during, what cancel() promised")
@State
public class CancelOrStart {
    private static final EventLoop LOOP = new EventLoop();

    private int begun;
    private int ended;
    private final ThreadsafeHandle handle = new ThreadsafeHandle(LOOP, this::callback, Context.empty());

    private void callback() {
        begun = 1;
        Thread.onSpinWait();
        ended = 1;
    }

    @Actor
    public void loop() {
        handle.run(Host.current());
    }

    @Actor
    public void thread(III_Result seen) {
        handle.cancel();
        seen.r1 = begun;
        seen.r2 = ended;
    }

    @Arbiter
    public void later(III_Result seen) {
        seen.r3 = ended;
    }
}
