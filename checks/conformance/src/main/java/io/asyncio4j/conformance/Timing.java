package io.asyncio4j.conformance;

import java.util.Locale;

/** Where the time of a comparison goes, and how fast programs run once the JVM is warm. Owner-confined. */
final class Timing {
    /** From this program on the JVM counts as warm. */
    private static final int WARM = 5000;
    private static final double NANOS = 1e9;

    private long last;
    private long reading;
    private long running;
    private int programs;
    private long runningWarm;

    /** What follows is reading. */
    void start() {
        last = System.nanoTime();
    }

    /** A program was read and compiled; what follows is running it. */
    void read() {
        reading += lap();
    }

    /** A program was run; what follows is reading the next. */
    void ran() {
        long took = lap();
        running += took;
        if (++programs > WARM) {
            runningWarm += took;
        }
    }

    private long lap() {
        long before = last;
        last = System.nanoTime();
        return last - before;
    }

    @Override
    public String toString() {
        String text = String.format(Locale.ROOT, "%d programs: read and compiled in %.2f s, run in %.2f s (%.0f/s)",
                programs, reading / NANOS, running / NANOS, programs * NANOS / Math.max(1, running));
        return programs <= WARM ? text
                : text + String.format(Locale.ROOT, "; after the first %d %.0f/s", WARM,
                        (programs - WARM) * NANOS / Math.max(1, runningWarm));
    }
}
