package io.asyncio4j.concurrency;

import io.asyncio4j.loop.spi.ParkingDriver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A thread wakes a driver that is about to park.
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "woken, or did not fall asleep")
@Outcome(expect = Expect.FORBIDDEN, desc = "slept to the end")
@State
public class DriverWakeup {
    private static final long LIMIT_NANOS = 20_000_000_000L;

    private final ParkingDriver driver = new ParkingDriver();

    @Actor
    public void loop(I_Result seen) {
        long begin = System.nanoTime();
        driver.poll(LIMIT_NANOS);
        seen.r1 = System.nanoTime() - begin < LIMIT_NANOS ? 1 : 0;
    }

    @Actor
    public void thread() {
        driver.wakeup();
    }
}
