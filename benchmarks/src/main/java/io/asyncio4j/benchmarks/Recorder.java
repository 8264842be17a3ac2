package io.asyncio4j.benchmarks;

import io.asyncio4j.benchmarks.Results.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
