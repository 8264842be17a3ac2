package io.asyncio4j.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/// The time all processors spent on the process, for each operation: collector and compiler included.
///
/// @implNote By the system's own clock where it is Linux: the JDK counts in steps of 10 ms, a twentieth of a slice.
public final class ProcessorTime implements InternalProfiler {
    static final String CPU = "cpu";

    private long start;

    /// For JMH.
    public ProcessorTime() {
    }

    @Override
    public String getDescription() {
        return "time of the processor for each operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        start = spent();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        double nanos = (double) (spent() - start) / result.getMetadata().getMeasuredOps();
        return List.of(new ScalarResult(CPU, nanos, "ns/op", AggregationPolicy.AVG));
    }

    private static long spent() {
        return Clock.NOW == null ? ofTheJdk() : ofLinux(Clock.NOW);
    }

    private static long ofLinux(MethodHandle clock) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(JAVA_LONG, 2); // struct timespec: seconds, nanoseconds
            if ((int) clock.invokeExact(Clock.OF_THE_PROCESS, time) != 0) {
                throw new IllegalStateException("clock_gettime refused");
            }
            return time.getAtIndex(JAVA_LONG, 0) * 1_000_000_000L + time.getAtIndex(JAVA_LONG, 1);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static long ofTheJdk() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static final class Clock {
        static final int OF_THE_PROCESS = 2; // CLOCK_PROCESS_CPUTIME_ID
        static final MethodHandle NOW = bind();

        @SuppressWarnings("restricted") // native access is what this is for
        private static MethodHandle bind() {
            if (!System.getProperty("os.name", "").equals("Linux")) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().find("clock_gettime").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        }
    }
}
