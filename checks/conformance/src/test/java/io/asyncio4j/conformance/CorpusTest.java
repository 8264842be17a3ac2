package io.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded programs do what they did on CPython. */
class CorpusTest {
    private static final int DESCRIBED = 5;

    @ParameterizedTest
    @ValueSource(strings = {"tasks", "cancel", "sync", "queues", "timeouts", "groups", "gather", "futures",
            "callbacks", "asyncgen", "contextvars", "lowlevel", "mixed", "handwritten", "regressions"})
    void programsLeaveTheTraceThatCPythonLeft(String profile) throws Exception {
        String name = "/corpus/" + profile + ".jsonl.gz";
        List<String> divergences = new ArrayList<>();
        int programs = 0;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name), name);
                Corpus corpus = Corpus.of(name, in)) {
            for (Corpus.Entry entry = corpus.next(); entry != null; entry = corpus.next()) {
                programs++;
                List<String> actual = Run.trace(entry.program());
                int index = Comparison.firstDifference(entry, actual);
                if (index >= 0 && divergences.size() < DESCRIBED) {
                    divergences.add(Report.describe(entry, actual, index));
                }
            }
        }
        assertThat(divergences).as("first divergences of %s programs", programs).isEmpty();
        assertThat(programs).isPositive();
    }
}
