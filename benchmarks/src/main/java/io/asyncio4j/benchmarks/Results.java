package io.asyncio4j.benchmarks;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A run: where and when, and what was measured. Immutable; stored as JSON.
///
/// @param format of the file
/// @param date of the run's start
/// @param quick whether it was a short one, whose numbers are good for a first look only
/// @param rounds how often everything was measured to the end
/// @param machine what it ran on
/// @param versions of what took part
/// @param settings of each contender, as the tables explain them
/// @param notes what could not be measured and why
/// @param measurements in the order of the tables
@JsonPropertyOrder({"format", "date", "quick", "rounds"})
record Results(int format, String date, boolean quick, int rounds, Map<String, String> machine,
        Map<String, String> versions, Map<String, String> settings, List<String> notes,
        List<Measurement> measurements) {
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /// One work by one contender.
    ///
    /// @param values of each metric, one for each time it was measured
    record Measurement(String group, String work, String contender, Map<String, List<Double>> values) {
    }

    /// Reads a file.
    static Results read(Path file) throws IOException {
        Results results = JSON.readValue(file.toFile(), Results.class);
        if (results.format() != FORMAT) {
            throw new IOException("reading " + file + " failed: its format is " + results.format() + ", not " + FORMAT
                    + "; record the run again");
        }
        return results;
    }

    /// Writes a file, with its directories.
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /// The median of a metric.
    Optional<Double> median(Work work, String contender, String metric) {
        return values(work, contender, metric).map(Results::median);
    }

    /// The median of the metric that the tables show.
    Optional<Double> median(Work work, String contender) {
        return median(work, contender, work.metric());
    }

    /// Half the distance between the quartiles, as a part of the median; of three rounds, between least and greatest.
    Optional<Double> spread(Work work, String contender) {
        return values(work, contender, work.metric()).map(values -> {
            List<Double> sorted = values.stream().sorted().toList();
            int quarter = sorted.size() / 4;
            return (sorted.get(sorted.size() - 1 - quarter) - sorted.get(quarter)) / 2 / median(values);
        });
    }

    /// How much worse than `base` a contender did: 2 is twice the time, or half the rate. What was measured at the same time is
    /// compared, and the median taken.
    Optional<Double> ratio(Work work, String contender, String base) {
        return values(work, contender, work.metric()).flatMap(own -> values(work, base, work.metric())
                .map(other -> own.size() == other.size()
                        ? median(IntStream.range(0, own.size()).mapToObj(i -> own.get(i) / other.get(i)).toList())
                        : median(own) / median(other)))
                .map(factor -> work.less() ? factor : 1 / factor);
    }

    private Optional<List<Double>> values(Work work, String contender, String metric) {
        return measurements.stream()
                .filter(each -> each.group().equals(work.group()) && each.work().equals(work.name())
                        && each.contender().equals(contender))
                .map(each -> each.values().get(metric))
                .filter(values -> values != null && !values.isEmpty()).findFirst();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
