package io.asyncio4j.benchmarks;

import java.util.List;
import java.util.Map;

/// Measures lines of files, read and written, beside the JDK's blocking reader and writer. Confined to one thread.
final class FileSuite {
    static final String GROUP = "files";
    static final String OURS = "AsyncFiles";
    static final String BLOCKING = "java.io";
    static final List<Work> WORKS = List.of(new Work(GROUP, "lines", "line read", Work.WALL),
            new Work(GROUP, "lines-written", "line written", Work.WALL));

    private static final String TYPE = "io.asyncio4j.benchmarks.ours.FileBenchmarks";
    private static final Map<String, String> METHODS =
            Map.of(OURS, "Async", BLOCKING, "Blocking", "lines", "lines", "lines-written", "linesWritten");

    private final Recorder recorder;

    FileSuite(Recorder recorder) {
        this.recorder = recorder;
        recorder.settings(OURS, "asyncio4j's files, a line an await, JMH");
        recorder.settings(BLOCKING, "BufferedReader and BufferedWriter of the JDK, JMH");
    }

    /// How many measurements a round has.
    int size(List<Work> works) {
        return 2 * works.size();
    }

    /// One round. A contender that fails is noted and left out.
    void round(List<Work> works, Effort effort, Progress progress) throws InterruptedException {
        for (Work work : works) {
            for (String contender : List.of(OURS, BLOCKING)) {
                progress.next(contender + ", " + work.title());
                try {
                    String method = METHODS.get(work.name()) + METHODS.get(contender);
                    recorder.measure(work, contender, () -> JmhRun.once(TYPE, method, effort));
                } catch (Exception failure) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    recorder.note(contender + " could not do '" + work.title() + "': " + failure.getMessage());
                }
            }
        }
    }
}
