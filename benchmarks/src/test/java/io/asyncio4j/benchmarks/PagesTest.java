package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
    private static final Place PLACE = Place.here();

    private static Optional<Results> newest() throws Exception {
        Optional<Path> file = Pages.newest(PLACE.recorded());
        return file.isPresent() ? Optional.of(Results.read(file.get())) : Optional.empty();
    }

    @Test
    void thePagesShowWhatTheNewestRecordedRunMeasured() throws Exception {
        Optional<Results> newest = newest();
        Map<Path, String> pages = new Pages(PLACE.root()).filled(newest);
        assertThat(pages).hasSize(newest.isPresent() ? 3 : 2);
        for (Map.Entry<Path, String> page : pages.entrySet()) {
            assertThat(Files.readString(page.getKey())).as("%s; run ./aio bench --render", page.getKey())
                    .isEqualTo(page.getValue());
        }
    }

    @Test
    void aRecordedRunIsAWholeOne() throws Exception {
        assertThat(newest()).satisfiesAnyOf(run -> assertThat(run).isEmpty(),
                run -> assertThat(run.orElseThrow()).matches(results -> !results.quick())
                        .matches(results -> results.measurements().size() > 100));
    }

    @Test
    void whatStandsBetweenTheMarksIsReplacedAndNothingElse(@TempDir Path root) throws Exception {
        Path page = root.resolve("README.md");
        Files.writeString(page, "above\n<!-- benchmark: origin -->\nold $1\n<!-- /benchmark -->\nbelow\n");
        Results run = new Recorder("2030-01-02T03:04:05", false, Map.of("processor", "a $2 processor"), Map.of())
                .results();
        new Pages(root).write(run);
        assertThat(Files.readString(page)).startsWith("above\n<!-- benchmark: origin -->\nMeasured on 2030-01-02")
                .contains("a $2 processor").doesNotContain("old").endsWith("<!-- /benchmark -->\nbelow\n");
    }

    @Test
    void thePagesSayThatNoRunIsRecordedUntilOneIs(@TempDir Path root) throws Exception {
        Path page = Files.createDirectories(root.resolve("docs")).resolve("performance.md");
        Files.writeString(page, "<!-- benchmark: origin -->\n<!-- /benchmark -->\n"
                + "<!-- benchmark: chart -->\n<!-- /benchmark -->\n");
        assertThat(new Pages(root).filled(Optional.empty()).get(page)).contains("No run has been recorded yet")
                .doesNotContain("performance.svg");
        Results run = new Recorder("2030-01-02T03:04:05", false, Map.of(), Map.of()).results();
        assertThat(new Pages(root).write(run)).containsExactly(page, page.resolveSibling("performance.svg"))
                .allMatch(Files::exists);
        assertThat(page).content().doesNotContain("No run has been recorded yet").contains("](performance.svg)");
    }

    @Test
    void anUnknownBlockIsRefused(@TempDir Path root) throws Exception {
        Files.writeString(root.resolve("README.md"), "<!-- benchmark: nonsense -->\n<!-- /benchmark -->\n");
        Results run = new Recorder("2030-01-02T03:04:05", false, Map.of(), Map.of()).results();
        assertThatThrownBy(() -> new Pages(root).filled(Optional.of(run))).hasMessageContaining("nonsense")
                .hasMessageContaining("summary");
    }
}
