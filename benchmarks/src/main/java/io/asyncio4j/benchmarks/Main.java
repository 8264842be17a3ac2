package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `aio bench [--quick] [--engine=continuation|thread] [NAME...]`: runs the benchmarks whose name contains one of the
/// names, all without names, and prints a table with ratios to the bare continuation.
public final class Main {
    private static final String LIMIT = "bareContinuationPair";

    private Main() {
    }

    /// Runs.
    public static void main(String[] arguments) throws RunnerException {
        boolean quick = false;
        String engine = "continuation";
        List<String> names = new ArrayList<>();
        for (String argument : arguments) {
            if ("--quick".equals(argument)) {
                quick = true;
            } else if (argument.matches("--engine=(continuation|thread)")) {
                engine = argument.substring("--engine=".length());
            } else if (argument.startsWith("-")) {
                System.err.println("bench: unknown option " + argument
                        + "; there are --quick and --engine=continuation|thread");
                System.exit(2);
            } else {
                names.add(argument);
            }
        }
        Collection<RunResult> results = new Runner(options(quick, engine, names).build()).run();
        if (results.isEmpty()) {
            System.err.println("bench: no benchmark's name contains " + String.join(" or ", names));
            System.exit(2);
        }
        print(results, engine);
    }

    private static ChainedOptionsBuilder options(boolean quick, String engine, List<String> names) {
        ChainedOptionsBuilder options = new OptionsBuilder().mode(Mode.AverageTime).timeUnit(TimeUnit.NANOSECONDS)
                .forks(quick ? 1 : 3).warmupIterations(quick ? 3 : 5).measurementIterations(quick ? 3 : 5)
                .warmupTime(TimeValue.milliseconds(quick ? 400 : 1000))
                .measurementTime(TimeValue.milliseconds(quick ? 400 : 1000)).verbosity(VerboseMode.SILENT)
                .jvmArgsAppend("--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED", "--add-exports",
                        "java.base/jdk.internal.misc=ALL-UNNAMED", "-Dasyncio4j.engine=" + engine);
        for (String name : names) {
            options.include("(?i).*" + Pattern.quote(name) + ".*");
        }
        if (!names.isEmpty()) {
            options.include(LIMIT);
        }
        return options;
    }

    private static void print(Collection<RunResult> results, String engine) {
        double limit = results.stream().filter(result -> name(result).equals(LIMIT)).mapToDouble(Main::score)
                .findFirst().orElse(Double.NaN);
        System.out.printf("engine %s, %s, %d processors%n%n", engine, Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        System.out.printf("%-24s %10s %10s %10s%n", "operation", "ratio", "ns/op", "+- 99.9 %");
        for (RunResult result : results) {
            System.out.printf(Locale.ROOT, "%-24s %10.2f %10.1f %10.1f%n", name(result), score(result) / limit,
                    score(result), result.getPrimaryResult().getScoreError());
        }
        System.out.println();
        System.out.println("ratio: to " + LIMIT + ", a run and a yield of the JDK's continuation");
    }

    private static String name(RunResult result) {
        String full = result.getParams().getBenchmark();
        return full.substring(full.lastIndexOf('.') + 1);
    }

    private static double score(RunResult result) {
        return result.getPrimaryResult().getScore();
    }
}
