package io.asyncio4j.benchmarks;

/// One thing to measure: a row of the tables. Immutable.
///
/// @param group tasks, network, files or start
/// @param name what the command line calls it
/// @param title what the tables call it
/// @param metric which of the measured values the tables show
record Work(String group, String name, String title, String metric) {
    /// Time of the processor for one operation, of all threads of the process.
    static final String CPU = "cpu_ns";
    /// Time that passes for one operation.
    static final String WALL = "ns";
    /// Bytes for one idle task.
    static final String BYTES = "bytes";
    /// The most memory that the process has had, in MB of a million bytes.
    static final String PEAK = "peak_mb";
    /// Operations in a second.
    static final String RATE = "per_second";
    /// Seconds that a measurement took in all, with starting and warming up.
    static final String TOOK = "took_s";
    /// Milliseconds to the first line of output.
    static final String FIRST_LINE = "first_line_ms";

    /// Whether less is better.
    boolean less() {
        return !metric.equals(RATE);
    }
}
