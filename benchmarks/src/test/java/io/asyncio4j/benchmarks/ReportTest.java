package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Work SWITCH = TaskWorks.ALL.getFirst();
    private static final Work ECHO = NetworkWork.ALL.getFirst().work();

    private static Recorder recorder() {
        return new Recorder("2030-01-02T03:04:05", false, Map.of("processor", "a processor"), Map.of("JDK", "25"));
    }

    /// Every cell of every table, with numbers as wide as they get.
    private static Results full() {
        Recorder recorder = recorder();
        for (Work work : TaskWorks.ALL) {
            recorder.add(work, TaskSuite.OURS, Map.of(work.metric(), 12_345.6));
            TaskSuite.COLUMNS.stream().skip(1)
                    .forEach(name -> recorder.add(work, name, Map.of(work.metric(), 12_345.6 * 999)));
        }
        for (NetworkWork work : NetworkWork.ALL) {
            NetworkSuite.ROWS.forEach(name -> recorder.add(work.work(), name,
                    Map.of(Work.RATE, 123_456.0, "server_cpu_ns", 1_234_567.0, "p99_us", 1_234_567.0)));
        }
        recorder.add(StartSuite.HELLO, StartSuite.PYTHON,
                Map.of(Work.FIRST_LINE, 100.0, "cpu_ms", 90.0, "peak_mb", 20.0));
        recorder.add(StartSuite.HELLO, "java, jars", Map.of(Work.FIRST_LINE, 150.0, "cpu_ms", 190.0, "peak_mb", 50.0));
        recorder.note(Pythons.NO_UVLOOP);
        recorder.note(Native.NO_COMPILER);
        return recorder.results();
    }

    @Test
    void theTablesFitEightyColumns() {
        assertThat(new Report(full()).text(false).lines()).hasSizeGreaterThan(70)
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
    }

    @Test
    void coloursChangeNothingButTheColours() {
        Report report = new Report(full());
        assertThat(report.text(true)).contains("\033[1m").satisfies(
                text -> assertThat(text.replaceAll("\033\\[\\d+m", "")).isEqualTo(report.text(false)));
    }

    @Test
    void aTimeIsComparedByItsMedianAndLessIsBetter() {
        Recorder recorder = recorder();
        for (double nanos : new double[]{100, 900, 110}) {
            recorder.add(SWITCH, TaskSuite.OURS, Map.of(Work.CPU, nanos));
            recorder.add(SWITCH, "CPython", Map.of(Work.CPU, nanos * 10));
        }
        Results results = recorder.results();
        assertThat(results.median(SWITCH, TaskSuite.OURS)).contains(110.0);
        assertThat(results.ratio(SWITCH, "CPython", TaskSuite.OURS)).contains(10.0);
        assertThat(results.spread(SWITCH, TaskSuite.OURS)).contains(400 / 110.0);
        assertThat(new Report(results).text(false)).contains("2 of 2 medians", "CPython").doesNotContain("Kotlin",
                "vthr ");
    }

    @Test
    void aRateIsComparedTheOtherWayRound() {
        Recorder recorder = recorder();
        recorder.add(ECHO, NetworkSuite.YARDSTICK, Map.of(Work.RATE, 100_000.0));
        recorder.add(ECHO, "Node", Map.of(Work.RATE, 25_000.0));
        Results results = recorder.results();
        assertThat(results.ratio(ECHO, "Node", NetworkSuite.YARDSTICK)).contains(4.0);
        assertThat(new Report(results).shares().rows()).contains(List.of("Node", "0.25"));
    }

    /// The machine had half its speed meanwhile, for both.
    @Test
    void whatWasMeasuredAtTheSameTimeIsCompared() {
        Recorder recorder = recorder();
        for (double rate : new double[]{100, 200, 50, 100}) {
            recorder.add(ECHO, NetworkSuite.YARDSTICK, Map.of(Work.RATE, rate * 1000));
            recorder.add(ECHO, "Node", Map.of(Work.RATE, rate * 500));
        }
        recorder.add(ECHO, "uvloop protocols", Map.of(Work.RATE, 20_000.0));
        Results results = recorder.results();
        assertThat(results.ratio(ECHO, "Node", NetworkSuite.YARDSTICK)).contains(2.0);
        assertThat(results.ratio(ECHO, "uvloop protocols", NetworkSuite.YARDSTICK)).contains(5.0);
        assertThat(results.spread(ECHO, "Node")).contains(0.0);
    }

    @Test
    void theMedianOfAnEvenNumberOfRoundsLiesBetween() {
        Recorder recorder = recorder();
        recorder.add(SWITCH, "Kotlin", Map.of(Work.CPU, 1.0));
        recorder.add(SWITCH, "Kotlin", Map.of(Work.CPU, 2.0));
        assertThat(recorder.results().median(SWITCH, "Kotlin")).contains(1.5);
    }

    @Test
    void whatCouldNotBeMeasuredIsSaidOnce() {
        Recorder recorder = recorder();
        recorder.note(Pythons.NO_UVLOOP);
        recorder.note(Pythons.NO_UVLOOP);
        assertThat(new Report(recorder.results()).text(false)).containsOnlyOnce("python3-uvloop");
    }

    @Test
    void aRunComesBackFromItsFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("below/run.json");
        full().write(file);
        assertThat(Results.read(file)).isEqualTo(full());
    }

    @Test
    void aFileOfAnotherFormatIsRefused(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("run.json");
        full().write(file);
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 99"));
        assertThatThrownBy(() -> Results.read(file)).isInstanceOf(IOException.class).hasMessageContaining("99");
    }

    @Test
    void thePictureHasEveryContenderAndIsWellFormed() throws Exception {
        String svg = Chart.svg(full());
        assertThat(svg).contains("CPython", "uvloop protocols", "java, jars").doesNotContain("NaN");
        assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement().getTagName()).isEqualTo("svg");
    }
}
