package io.asyncio4j.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// One run of a JMH benchmark in a JVM of its own. Stateless.
final class JmhRun {
    private static final TimeValue PATIENCE = TimeValue.minutes(1);

    private JmhRun() {
    }

    /// The values of one fork, wall and CPU time.
    ///
    /// @throws RunnerException when the benchmark fails
    static Map<String, Double> once(String type, Work work, Effort effort, List<String> flags) throws RunnerException {
        boolean brief = TaskWorks.LONG.contains(work.name());
        ChainedOptionsBuilder options = options(type, TaskWorks.method(work), brief, effort, flags);
        if (TaskWorks.isMillion(work)) {
            options.operationsPerInvocation(effort.many());
        }
        return run(options);
    }

    /// As above, of a method by its name.
    static Map<String, Double> once(String type, String method, Effort effort) throws RunnerException {
        return run(options(type, method, false, effort, List.of()));
    }

    private static ChainedOptionsBuilder options(String type, String method, boolean brief, Effort effort,
            List<String> flags) {
        TimeValue slice = TimeValue.milliseconds(brief ? 1 : effort.slice().toMillis());
        List<String> arguments = new ArrayList<>(flags);
        arguments.addAll(List.of(Place.QUIET, "-Dasyncio4j.benchmarks.many=" + effort.many()));
        return new OptionsBuilder().include("^" + type.replace(".", "\\.") + "\\." + method + "$")
                .mode(Mode.AverageTime).timeUnit(TimeUnit.NANOSECONDS).forks(1)
                .warmupIterations(brief ? 1 : effort.warmups()).measurementIterations(brief ? 2 : effort.iterations())
                .warmupTime(slice)
                .measurementTime(slice).timeout(PATIENCE).verbosity(VerboseMode.SILENT).shouldFailOnError(true)
                .addProfiler(ProcessorTime.class).jvmArgsAppend(arguments.toArray(String[]::new));
    }

    private static Map<String, Double> run(ChainedOptionsBuilder options) throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true");
        RunResult result = new Runner(options.build()).runSingle();
        Map<String, Double> values = new HashMap<>();
        values.put(Work.WALL, result.getPrimaryResult().getScore());
        values.put(Work.CPU, result.getSecondaryResults().get(ProcessorTime.CPU).getScore());
        return values;
    }
}
