package io.asyncio4j.benchmarks;

import java.util.Map;
import java.util.function.Predicate;

/// A runtime that does task work. Immutable.
///
/// @param name the column's head
/// @param settings how it is run, for the reader
/// @param can which work it has
/// @param how measures once
record TaskContender(String name, String settings, Predicate<Work> can, Measure how) {

    /// Measures one work once.
    interface Measure {
        /// The values by metric.
        Map<String, Double> once(Work work, Effort effort) throws Exception;
    }
}
