package io.asyncio4j.benchmarks;

import java.time.Duration;

/// How long to measure. Immutable.
///
/// @param rounds how often everything is measured; the tables show medians
/// @param slice of one JMH iteration, or of one measurement of another kind
/// @param iterations of JMH, to warm up and again to measure
/// @param warmup of a server, before its first measurement
/// @param many how many tasks are alive at once in the largest work
/// @param idle how many tasks are weighed
/// @param starts how often a program is started in a round
record Effort(int rounds, Duration slice, int iterations, Duration warmup, int many, int idle, int starts) {
    static final Effort FULL =
            new Effort(3, Duration.ofMillis(250), 3, Duration.ofMillis(1500), 1_000_000, 100_000, 5);
    static final Effort QUICK =
            new Effort(1, Duration.ofMillis(120), 2, Duration.ofMillis(600), 50_000, 20_000, 2);

    /// The same in so many rounds.
    Effort withRounds(int rounds) {
        return new Effort(rounds, slice, iterations, warmup, many, idle, starts);
    }

    double seconds() {
        return slice.toMillis() * iterations / 1e3;
    }
}
