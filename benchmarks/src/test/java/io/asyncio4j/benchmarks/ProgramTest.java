package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final Duration PLENTY = Duration.ofSeconds(50);

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }

    @Test
    void theLastLineOfJsonIsRead() throws Exception {
        assertThat(Program.numbers(shell("echo hello; echo '{\"ns\": 12.5, \"kind\": \"x\"}'"), PLENTY))
                .containsExactly(Map.entry("ns", 12.5));
    }

    @Test
    void aFailureComesWithTheProgramsLastWords() {
        assertThatThrownBy(() -> Program.output(shell("echo first >&2; echo no such thing >&2; exit 3"), PLENTY))
                .isInstanceOf(IOException.class).hasMessageContaining("status 3").hasMessageContaining("no such thing");
    }

    @Test
    void aProgramThatTakesTooLongIsEnded() {
        assertThatThrownBy(() -> Program.output(shell("exec sleep 1000"), Duration.ofMillis(1)))
                .isInstanceOf(IOException.class).hasMessageContaining("not done");
    }

    @Test
    void aServerThatEndsInsteadOfListeningIsAFailure() {
        assertThatThrownBy(() -> Program.serve(shell("echo cannot listen >&2"))).isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen");
    }

    @Test
    void aServerIsEndedByClosing() throws Exception {
        ProcessHandle process;
        try (Program server = Program.serve(shell("echo listening 7; exec sleep 1000"))) {
            assertThat(server.port()).isEqualTo("7");
            process = ProcessHandle.of(Long.parseLong(server.pid())).orElseThrow();
        }
        process.onExit().join();
        assertThat(process.isAlive()).isFalse();
    }
}
