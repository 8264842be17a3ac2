package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final Map<String, String> MACHINE = Map.of("processor", "a processor");
    private static final Map<String, String> VERSIONS = Map.of("asyncio4j", "at 123");
    private static final Work SWITCH = TaskWorks.ALL.getFirst();

    @TempDir
    private Path directory;

    private static Recorder afterOneRound() {
        Recorder recorder = new Recorder("2030-01-02T03:04:05", false, MACHINE, VERSIONS);
        recorder.add(SWITCH, TaskSuite.OURS, Map.of(Work.CPU, 100.0));
        recorder.note("something is missing");
        recorder.endRound();
        return recorder;
    }

    @Test
    void aRunIsContinuedAfterItsWholeRounds() throws Exception {
        Recording recording = new Recording(directory.resolve("below/recording.json"));
        Recorder first = afterOneRound();
        recording.keep(first.results());
        first.add(SWITCH, TaskSuite.OURS, Map.of(Work.CPU, 999.0));
        Recorder second = Recorder.after(recording.earlier(MACHINE, VERSIONS).orElseThrow());
        second.add(SWITCH, TaskSuite.OURS, Map.of(Work.CPU, 300.0));
        second.endRound();
        Results results = second.results();
        assertThat(results.rounds()).isEqualTo(2);
        assertThat(results.date()).isEqualTo("2030-01-02T03:04:05");
        assertThat(results.notes()).containsExactly("something is missing");
        assertThat(results.measurements()).singleElement().satisfies(
                each -> assertThat(each.values()).containsEntry(Work.CPU, List.of(100.0, 300.0)));
    }

    @Test
    void roundsOfOtherSourcesOrAnotherMachineDoNotCount() throws Exception {
        Recording recording = new Recording(directory.resolve("recording.json"));
        recording.keep(afterOneRound().results());
        assertThat(recording.earlier(MACHINE, Map.of("asyncio4j", "at 124"))).isEmpty();
        assertThat(recording.earlier(Map.of("processor", "another"), VERSIONS)).isEmpty();
        assertThat(recording.earlier(MACHINE, VERSIONS)).isPresent();
    }

    @Test
    void aFileThatWasNotWrittenToItsEndDoesNotCount() throws Exception {
        Path file = Files.writeString(directory.resolve("recording.json"), "{\"format\" : 1, ");
        assertThat(new Recording(file).earlier(MACHINE, VERSIONS)).isEmpty();
    }

    @Test
    void nothingIsContinuedOnceTheRunIsRecorded() throws Exception {
        Recording recording = new Recording(directory.resolve("recording.json"));
        recording.keep(afterOneRound().results());
        recording.discard();
        assertThat(recording.earlier(MACHINE, VERSIONS)).isEmpty();
    }
}
