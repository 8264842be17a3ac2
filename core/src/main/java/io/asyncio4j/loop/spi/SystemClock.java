package io.asyncio4j.loop.spi;

/// The JVM's monotonic clock, counted from the start of the class so that doubles keep their nanoseconds. Immutable.
final class SystemClock implements Clock {
    private static final double NANO = 1e-9;
    private static final long START = System.nanoTime();

    @Override
    public double time() {
        return (System.nanoTime() - START) * NANO;
    }

    @Override
    public double resolution() {
        return NANO;
    }
}
