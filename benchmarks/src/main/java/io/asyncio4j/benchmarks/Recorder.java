package io.asyncio4j.benchmarks;

import io.asyncio4j.benchmarks.Results.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Collects what a run measures, so that an interrupted run keeps what it has. Thread-safe.
final class Recorder {
    private final String date;
    private final boolean quick;
    private int rounds;
    private final Map<String, String> machine;
    private final Map<String, String> versions;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<List<String>, Map<String, List<Double>>> values = new LinkedHashMap<>();

    Recorder(String date, boolean quick, Map<String, String> machine, Map<String, String> versions) {
        this.date = date;
        this.quick = quick;
        this.machine = machine;
        this.versions = versions;
    }

    /// Goes on after the whole rounds of an earlier run.
    static Recorder after(Results earlier) {
        Recorder recorder =
                new Recorder(earlier.date(), earlier.quick(), earlier.machine(), earlier.versions());
        recorder.rounds = earlier.rounds();
        recorder.notes.addAll(earlier.notes());
        for (Measurement each : earlier.measurements()) {
            Map<String, List<Double>> copy = new LinkedHashMap<>();
            each.values().forEach((metric, all) -> copy.put(metric, new ArrayList<>(all)));
            recorder.values.put(List.of(each.group(), each.work(), each.contender()), copy);
        }
        return recorder;
    }

    /// Measures one work by one contender once, and keeps what came out and how long it took in all.
    ///
    /// @throws Exception when it fails; nothing is kept then
    void measure(Work work, String contender, Callable<Map<String, Double>> how) throws Exception {
        long start = System.nanoTime();
        Map<String, Double> metrics = new LinkedHashMap<>(how.call());
        metrics.put(Work.TOOK, (System.nanoTime() - start) / 1e9);
        add(work, contender, metrics);
    }

    /// One round of one work by one contender.
    synchronized void add(Work work, String contender, Map<String, Double> metrics) {
        Map<String, List<Double>> known =
                values.computeIfAbsent(List.of(work.group(), work.name(), contender), _ -> new LinkedHashMap<>());
        metrics.forEach((metric, value) -> known.computeIfAbsent(metric, _ -> new ArrayList<>()).add(value));
    }

    /// A whole round is done.
    synchronized void endRound() {
        rounds++;
    }

    /// How many rounds are done, those of an earlier run with them.
    synchronized int rounds() {
        return rounds;
    }

    /// How a contender was run.
    synchronized void settings(String contender, String text) {
        settings.put(contender, text);
    }

    /// What could not be measured, said once.
    synchronized void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    /// What there is by now.
    synchronized Results results() {
        List<Measurement> measurements = new ArrayList<>();
        values.forEach((key, metrics) -> {
            Map<String, List<Double>> copy = new LinkedHashMap<>();
            metrics.forEach((metric, all) -> copy.put(metric, List.copyOf(all)));
            measurements.add(new Measurement(key.get(0), key.get(1), key.get(2), copy));
        });
        return new Results(Results.FORMAT, date, quick, rounds, machine, versions, new LinkedHashMap<>(settings),
                List.copyOf(notes), measurements);
    }
}
