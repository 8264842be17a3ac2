package io.asyncio4j.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The task work that is measured; what each does is said where it is written for asyncio4j, in `TaskBenchmarks`.
/// Stateless.
final class TaskWorks {
    static final String GROUP = "tasks";
    static final String MILLION = "million";
    static final String MILLION_BODIES = "million-body";
    static final String IDLE = "idle";
    static final String IDLE_BODIES = "idle-body";
    static final String IDLE_FUTURES = "idle-future";
    static final String PEAK = "million-peak";
    static final String PEAK_BODIES = "million-body-peak";

    static final List<Work> ALL = List.of(work("switch", "switch, 100 tasks"), work("switch-alone", "yield, one task"),
            work("inline", "await a coroutine"), work("create", "create + await"), work("gather", "gather, each"),
            work("group", "TaskGroup, each"), work("future", "future, callSoon"), work("queue", "Queue(1) put+get"),
            work("lock", "contended lock"), work("call-soon", "callSoon"), work("call-later", "callLater+cancel"),
            work("sleepers", "50 k sleepers, each"), work(MILLION, "1 M tasks, each"),
            work(MILLION_BODIES, "1 M with a body, each"),
            work("cancel", "cancel storm, each"), work("generator", "async generator"),
            work("generator-body", "generator, by body"), work("context", "context variable"),
            new Work(GROUP, IDLE, "idle task, bytes", Work.BYTES),
            new Work(GROUP, IDLE_FUTURES, "idle on a future, bytes", Work.BYTES),
            new Work(GROUP, IDLE_BODIES, "idle with a body, bytes", Work.BYTES),
            new Work(GROUP, PEAK, "1 M tasks, MB", Work.PEAK),
            new Work(GROUP, PEAK_BODIES, "1 M with a body, MB", Work.PEAK));

    /// One invocation takes long, so that fewer do.
    static final Set<String> LONG = Set.of(MILLION, MILLION_BODIES);

    private static final Map<String, String> METHODS = Map.ofEntries(Map.entry("switch", "switchTasks"),
            Map.entry("switch-alone", "switchAlone"), Map.entry("inline", "inlineAwait"),
            Map.entry("create", "createAndAwait"), Map.entry("gather", "gatherEach"),
            Map.entry("group", "taskGroupEach"), Map.entry("future", "futureByCallSoon"),
            Map.entry("queue", "queueOfOne"), Map.entry("lock", "contendedLock"), Map.entry("call-soon", "callSoon"),
            Map.entry("call-later", "callLaterAndCancel"), Map.entry("sleepers", "sleepers"),
            Map.entry(MILLION, MILLION), Map.entry(MILLION_BODIES, "millionBodies"), Map.entry("cancel", "cancelStorm"),
            Map.entry("generator", "generatorItem"), Map.entry("generator-body", "generatorBody"),
            Map.entry("context", "contextVariable"));

    private TaskWorks() {
    }

    private static Work work(String name, String title) {
        return new Work(GROUP, name, title, Work.CPU);
    }

    static boolean isMillion(Work work) {
        return work.name().equals(MILLION) || work.name().equals(MILLION_BODIES);
    }

    /// Whether its tasks are weighed and not timed.
    static boolean isWeighed(Work work) {
        return work.metric().equals(Work.BYTES) || work.metric().equals(Work.PEAK);
    }

    /// The benchmark method that does a work.
    static String method(Work work) {
        return METHODS.get(work.name());
    }
}
