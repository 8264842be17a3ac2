package io.asyncio4j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.openjdk.jmh.runner.RunnerException;

/// Measures task work: every work by every contender in turn, and all of it again in each round. Confined to one thread.
final class TaskSuite {
    static final String OURS = "asyncio4j";
    static final String LIMIT = "bare";
    /// The columns, in their order; the first is what the ratios refer to.
    static final List<String> COLUMNS =
            List.of(OURS, "threads", LIMIT, "Kotlin", "virtual", "1-carrier", "uvloop", "CPython");

    private static final String PACKAGE = "io.asyncio4j.benchmarks.";
    private static final String TASKS = PACKAGE + "ours.TaskBenchmarks";
    private static final String THREADS = PACKAGE + "peer.ThreadBenchmarks";
    private static final String CONTINUATIONS = PACKAGE + "peer.ContinuationBenchmarks";
    private static final List<String> ONE_CARRIER =
            List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    private static final Duration LIMIT_OF_ONE = Duration.ofMinutes(2);
    /// How long a million tasks may take to be measured as a million; where they take longer, fewer tell as much.
    private static final Duration LIMIT_OF_MILLION = Duration.ofSeconds(10);
    private static final int TRIAL = 20;
    private static final Set<String> NOT_OF_THREADS = Set.of("inline", "call-soon", "generator", "generator-body",
            TaskWorks.MILLION_BODIES, TaskWorks.IDLE_BODIES, TaskWorks.IDLE_FUTURES, TaskWorks.PEAK,
            TaskWorks.PEAK_BODIES);
    private static final Set<String> OF_CONTINUATIONS = Set.of("switch", "switch-alone", "create", TaskWorks.IDLE);
    private static final Set<String> NOT_OF_KOTLIN = Set.of("context", TaskWorks.MILLION_BODIES,
            TaskWorks.IDLE_BODIES, TaskWorks.IDLE_FUTURES, TaskWorks.PEAK, TaskWorks.PEAK_BODIES);
    private static final Set<String> NOT_OF_OUR_THREADS = Set.of(TaskWorks.PEAK, TaskWorks.PEAK_BODIES);
    private static final List<String> NOT_QUICK = List.of("threads", "virtual");
    private static final Predicate<Work> ALL = _ -> true;

    private final Recorder recorder;
    private final List<TaskContender> contenders = new ArrayList<>();

    /// Finds out who can take part.
    TaskSuite(Place place, Pythons pythons, Recorder recorder, boolean quick) throws IOException {
        this.recorder = recorder;
        jvm(OURS, "continuation engine, default JVM settings, JMH", ALL, TASKS, PACKAGE + "ours.IdleTasks",
                List.of("-Dasyncio4j.engine=continuation"), List.of());
        jvm("threads", "asyncio4j on its thread engine, JMH", work -> !NOT_OF_OUR_THREADS.contains(work.name()), TASKS,
                PACKAGE + "ours.IdleTasks",
                List.of("-Dasyncio4j.engine=thread"), List.of());
        jvm(LIMIT, "the JDK's continuation without any library, JMH", work -> OF_CONTINUATIONS.contains(work.name()),
                CONTINUATIONS, PACKAGE + "peer.IdleThreads", List.of(), List.of("continuations"));
        Optional<String> kotlin = place.kotlin();
        if (kotlin.isPresent()) {
            contenders.add(new TaskContender("Kotlin",
                    "kotlinx.coroutines, runBlocking, one thread, default JVM settings",
                    work -> !NOT_OF_KOTLIN.contains(work.name()),
                    (work, effort) -> program(work, effort, List.of(Place.java(), "-cp", kotlin.get(), "TasksKt"))));
        } else {
            recorder.note("Kotlin was not measured: its part is not built; run this by ./aio bench, with access to "
                    + "Maven's repository the first time");
        }
        Predicate<Work> threads = work -> !NOT_OF_THREADS.contains(work.name());
        jvm("virtual", "JDK virtual threads, default scheduler, JMH", threads, THREADS, PACKAGE + "peer.IdleThreads",
                List.of(), List.of("threads"));
        jvm("1-carrier", "JDK virtual threads on one carrier thread, JMH", threads, THREADS,
                PACKAGE + "peer.IdleThreads", ONE_CARRIER, List.of("threads"));
        python(place, pythons.uvloop(), "uvloop", "asyncio on uvloop", List.of("--uvloop"), Pythons.NO_UVLOOP);
        python(place, pythons.plain(), "CPython", "asyncio, its own loop", List.of(), Pythons.NO_PYTHON);
        if (quick) {
            contenders.removeIf(each -> NOT_QUICK.contains(each.name()));
            recorder.note("A quick run leaves out: " + String.join("; ", NOT_QUICK));
        }
        contenders.forEach(each -> recorder.settings(each.name(), each.settings()));
    }

    private void jvm(String name, String settings, Predicate<Work> can, String type, String idle, List<String> flags,
            List<String> idleArguments) {
        contenders.add(new TaskContender(name, settings, can, (work, effort) -> {
            if (TaskWorks.isMillion(work)) {
                return million(name, type, work, effort, flags);
            }
            if (!TaskWorks.isWeighed(work)) {
                return JmhRun.once(type, work, effort, flags);
            }
            List<String> all = new ArrayList<>(Place.ENGINE_FLAGS);
            all.addAll(flags);
            List<String> command = new ArrayList<>(Place.java(all, idle, idleArguments.toArray(String[]::new)));
            command.addAll(List.of(count(work, effort), work.name()));
            return Program.numbers(command, LIMIT_OF_ONE);
        }));
    }

    private Map<String, Double> million(String name, String type, Work work, Effort effort, List<String> flags)
            throws RunnerException {
        Effort few = effort.withMany(Math.max(1, effort.many() / TRIAL));
        Map<String, Double> trial = JmhRun.once(type, work, few, flags);
        if (trial.get(Work.WALL) * effort.many() <= LIMIT_OF_MILLION.toNanos()) {
            return JmhRun.once(type, work, effort, flags);
        }
        recorder.note(name + " did '" + work.title() + "' with " + few.many() + " tasks: " + effort.many()
                + " would take more than " + LIMIT_OF_MILLION.toSeconds() + " s");
        return trial;
    }

    private void python(Place place, Optional<String> python, String name, String settings, List<String> options,
            String missing) {
        if (python.isEmpty()) {
            recorder.note(missing);
            return;
        }
        contenders.add(new TaskContender(name, settings, ALL, (work, effort) -> {
            List<String> command =
                    new ArrayList<>(program(place.source("python/tasks.py"), python.get(), work, effort));
            command.addAll(options);
            return Program.numbers(command, LIMIT_OF_ONE);
        }));
    }

    private static List<String> program(String source, String python, Work work, Effort effort) {
        return List.of(python, source, work.name(), String.valueOf(effort.seconds()), count(work, effort));
    }

    private static Map<String, Double> program(Work work, Effort effort, List<String> start) throws Exception {
        List<String> command = new ArrayList<>(start);
        command.addAll(List.of(work.name(), String.valueOf(effort.seconds()), count(work, effort),
                String.valueOf(effort.warmupSeconds())));
        return Program.numbers(command, LIMIT_OF_ONE);
    }

    private static String count(Work work, Effort effort) {
        return String.valueOf(work.metric().equals(Work.BYTES) ? effort.idle() : effort.many());
    }

    /// Who takes part.
    List<TaskContender> contenders() {
        return contenders;
    }

    /// How many measurements a round has.
    int size(List<Work> works) {
        return works.stream().mapToInt(work -> (int) contenders.stream().filter(each -> each.can().test(work)).count())
                .sum();
    }

    /// One round. A contender that fails is noted and left out for that work.
    void round(List<Work> works, Effort effort, Progress progress) throws InterruptedException {
        for (Work work : works) {
            for (TaskContender contender : contenders) {
                if (!contender.can().test(work)) {
                    continue;
                }
                progress.next(contender.name() + ", " + work.title());
                try {
                    recorder.measure(work, contender.name(), () -> contender.how().once(work, effort));
                } catch (InterruptedException stopped) {
                    throw stopped;
                } catch (Exception failure) {
                    recorder.note(contender.name() + " could not do '" + work.title() + "': " + failure.getMessage());
                }
            }
        }
    }
}
