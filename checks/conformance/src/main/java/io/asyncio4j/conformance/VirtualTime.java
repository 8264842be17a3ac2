package io.asyncio4j.conformance;

import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;

/**
 * Time that passes only when the loop is idle or the program says so, section 8 of the format. Loop-confined.
 *
 * <p>It counts in ticks of 1/64 s, so all times are exact in a double and in nanoseconds.
 */
final class VirtualTime implements Clock, IoDriver {
    private static final double TICKS_PER_SECOND = 64;
    private static final long NANOS_PER_TICK = 15_625_000;
    private static final int MAX_ITERATIONS = 20_000;

    private final Run run;
    private long now;
    private int iterations;

    VirtualTime(Run run) {
        this.run = run;
    }

    static double seconds(long ticks) {
        return ticks / TICKS_PER_SECOND;
    }

    static long ticks(double seconds) {
        return Math.round(seconds * TICKS_PER_SECOND);
    }

    long now() {
        return now;
    }

    void advance(long ticks) {
        now += ticks;
    }

    @Override
    public double time() {
        return seconds(now);
    }

    @Override
    public double resolution() {
        return 0x1p-20;
    }

    @Override
    public void poll(long nanos) {
        run.checkAborted();
        if (++iterations > MAX_ITERATIONS) {
            throw run.abort("iterations");
        }
        if (nanos < 0) {
            run.deadlock();
        } else {
            now += Math.ceilDiv(nanos, NANOS_PER_TICK);
        }
    }

    @Override
    public boolean tryPoll() {
        if (run.isAborted() || iterations >= MAX_ITERATIONS) {
            return false;
        }
        iterations++;
        return true;
    }

    @Override
    public void wakeup() {
        // poll never sleeps
    }

    @Override
    public void close() {
        // holds nothing
    }
}
