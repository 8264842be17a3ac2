package io.asyncio4j.benchmarks;

import java.time.Duration;

/// How long to measure. Immutable.
///
/// @param rounds how often everything is measured; the tables show medians
/// @param slice of one JMH iteration, or of one measurement of another kind
/// @param warmups how many slices a JVM gets to warm up
/// @param iterations how many slices are measured
/// @param warmup of a server, before its first measurement
/// @param laps how often the load visits each server in a round, for each work
/// @param many how many tasks are alive at once in the largest work
/// @param idle how many tasks are weighed
/// @param starts how often a program is started in a round
record Effort(int rounds, Duration slice, int warmups, int iterations, Duration warmup, int laps, int many, int idle,
        int starts) {
    static final Effort FULL =
            new Effort(3, Duration.ofMillis(200), 6, 3, Duration.ofMillis(2000), 4, 1_000_000, 100_000, 4);
    static final Effort QUICK =
            new Effort(1, Duration.ofMillis(80), 3, 2, Duration.ofMillis(400), 1, 50_000, 20_000, 2);

    /// The same in so many rounds.
    Effort withRounds(int rounds) {
        return new Effort(rounds, slice, warmups, iterations, warmup, laps, many, idle, starts);
    }

    /// The same with so many tasks in the largest work.
    Effort withMany(int count) {
        return new Effort(rounds, slice, warmups, iterations, warmup, laps, count, idle, starts);
    }

    /// To measure.
    double seconds() {
        return slice.toMillis() * iterations / 1e3;
    }

    /// To measure a server at one visit; a quarter as much comes before, for warming up to this work.
    Duration visit() {
        return Duration.ofMillis(slice.toMillis() * iterations * 2 / 3 / laps);
    }

    /// To warm a JVM up.
    double warmupSeconds() {
        return slice.toMillis() * warmups / 1e3;
    }
}
