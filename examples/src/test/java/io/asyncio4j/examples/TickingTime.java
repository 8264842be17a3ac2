package io.asyncio4j.examples;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;

/// Time that passes by a thousandth of a second in every iteration of the loop, for programs that watch the clock; and
/// to the next deadline when the loop has nothing to do.
///
/// Loop-confined.
final class TickingTime implements Clock, IoDriver {
    private static final double NANOS = 1e9;
    private static final double TICK = 1 / 1024.0;

    private double now;

    private TickingTime() {
    }

    static EventLoop newLoop() {
        TickingTime time = new TickingTime();
        return new EventLoop(LoopOptions.defaults().withClock(time).withDriver(() -> time));
    }

    @Override
    public double time() {
        return now;
    }

    @Override
    public double resolution() {
        return 1 / NANOS;
    }

    @Override
    public void poll(long nanos) {
        if (nanos < 0) throw new IllegalStateException("the program waits for what never comes");
        now += Math.max(TICK, nanos / NANOS);
    }

    @Override
    public void wakeup() {
        // never waits
    }

    @Override
    public void close() {
        // holds nothing
    }
}
