package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// What stays on the heap for each of many tasks that wait: the difference that making them makes, after collections.
/// Measures once, in a JVM of its own.
public final class IdleBytes {
    /// How many to make at once before: a suspended frame is larger until its method is compiled.
    public static final int REHEARSED = 5000;

    private static final int REHEARSALS = 40;
    private static final long PATIENCE_NANOS = 2_000_000_000;

    private IdleBytes() {
    }

    /// Rehearses often enough for a compiler; where that takes long, for some time.
    public static void rehearse(Callable<?> rehearsal) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < REHEARSALS && System.nanoTime() - start < PATIENCE_NANOS; i++) {
            rehearsal.call();
        }
    }

    /// Runs `make` between two looks at the heap and prints the result as JSON; what it returns is kept until then.
    public static void print(int count, Callable<?> make) throws Exception {
        long before = used();
        Object kept = make.call();
        double each = (double) (used() - before) / count;
        System.out.println("{\"bytes\": " + each + ", \"kept\": " + (kept == null ? 0 : 1) + "}");
    }

    /// Prints the most memory that this process has had, as JSON. Linux only.
    public static void printPeak() throws IOException {
        String line =
                Files.readAllLines(Path.of("/proc/self/status")).stream().filter(each -> each.startsWith("VmHWM:"))
                        .findFirst().orElseThrow();
        System.out.println("{\"peak_mb\": " + Long.parseLong(line.replaceAll("[^0-9]", "")) * 1.024e-3 + "}");
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
