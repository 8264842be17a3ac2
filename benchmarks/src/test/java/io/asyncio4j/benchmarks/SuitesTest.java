package io.asyncio4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Everybody who is installed does a little of the real work.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SuitesTest {
    private static final Place PLACE = Place.here();
    private static final Effort TINY =
            new Effort(1, Duration.ofMillis(60), 1, 1, Duration.ofMillis(20), 2, 1000, 1000, 1);
    private static final Duration PLENTY = Duration.ofSeconds(50);

    private static Pythons pythons;
    private static Optional<Native> programs;

    private final Recorder recorder = new Recorder("2030-01-02T03:04:05", true, Map.of(), Map.of());
    private final Progress progress = new Progress(new PrintStream(PrintStream.nullOutputStream()), false, 100);

    @BeforeAll
    static void find() throws Exception {
        pythons = Pythons.find();
        programs = Native.build(PLACE);
    }

    private static Native programs() {
        assumeTrue(programs.isPresent(), "no C compiler");
        return programs.orElseThrow();
    }

    @Test
    void everyContenderMakesTasksAndWeighsThem() throws Exception {
        TaskSuite suite = new TaskSuite(PLACE, pythons, recorder, false);
        List<Work> works =
                TaskWorks.ALL.stream().filter(work -> List.of("create", "idle").contains(work.name())).toList();
        suite.round(works, TINY, progress);
        Results results = recorder.results();
        assertThat(results.notes()).allMatch(note -> note.contains("install") || note.contains("not built"));
        assertThat(suite.contenders()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(contender -> works.forEach(
                work -> assertThat(results.median(work, contender.name())).as(contender.name()).get()
                        .matches(x -> x > 0)));
    }

    @Test
    void linesAreReadAndWrittenHereAndByTheJdk() throws Exception {
        FileSuite suite = new FileSuite(recorder);
        suite.round(FileSuite.WORKS, TINY, progress);
        Results results = recorder.results();
        assertThat(results.notes()).isEmpty();
        assertThat(results.measurements()).hasSize(suite.size(FileSuite.WORKS));
        assertThat(new Report(results).files().text(false, List.of())).contains("line read", "line written");
    }

    @Test
    void everyWorkIsThereForEveryContenderThatClaimsIt() {
        assertThat(TaskWorks.ALL).filteredOn(work -> !TaskWorks.isWeighed(work))
                .allSatisfy(work -> assertThat(TaskWorks.method(work)).isNotNull());
    }

    @Test
    void everyServerAcceptsAndEchoes() throws Exception {
        NetworkSuite suite = new NetworkSuite(PLACE, pythons, programs(), recorder, false);
        List<NetworkWork> works =
                NetworkWork.ALL.stream().filter(work -> work.work().name().equals("connect")).toList();
        suite.round(works, TINY, progress);
        Results results = recorder.results();
        assertThat(results.measurements()).extracting(Results.Measurement::contender)
                .contains("streams, nio", "protocols, nio", "streams, threads", NetworkSuite.YARDSTICK);
        assertThat(results.measurements()).allSatisfy(
                each -> assertThat(each.values()).containsKeys(Work.RATE, "p99_us", "server_cpu_ns"));
    }

    @Test
    void theLoadSpeaksTls() throws Exception {
        assumeTrue(programs().tls(), "no OpenSSL");
        Certificate certificate = Certificate.make(PLACE.built().resolve("test"));
        try (Program server = Program.serve(List.of(programs().echo().toString(), "--tls",
                certificate.chain().toString(), certificate.key().toString(), "--tied"))) {
            assertThat(Program.numbers(List.of(programs().load().toString(), server.port(), "--tls",
                    certificate.chain().toString(), "--size", "100000", "--seconds", "0.1"), PLENTY))
                    .hasEntrySatisfying("operations", count -> assertThat(count).isPositive());
        }
    }

    @Test
    void theLoadNoticesAWrongEcho() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server));
            assertThatThrownBy(() -> Program.output(
                    List.of(programs().load().toString(), String.valueOf(server.getLocalPort()), "--size", "8"),
                    PLENTY))
                    .isInstanceOf(IOException.class).hasMessageContaining("the echo is wrong");
        }
    }

    /// The first byte comes back as it is, the others not.
    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(socket.getInputStream().read());
            int value = socket.getInputStream().read();
            while (value >= 0) {
                socket.getOutputStream().write(value ^ 1);
                value = socket.getInputStream().read();
            }
        } catch (IOException gone) {
            // as it should be: the load has seen enough
        }
    }

    @Test
    void theLoadRefusesWhatMakesNoSense() {
        assertThatThrownBy(() -> Program.output(List.of(programs().load().toString(), "1", "--sizes", "8"), PLENTY))
                .hasMessageContaining("unknown option: --sizes");
        assertThatThrownBy(() -> Program.output(List.of(programs().load().toString(), "1", "--size", "x"), PLENTY))
                .hasMessageContaining("--size is not a number");
    }

    @Test
    void aProgramIsTimedToItsFirstLine() throws Exception {
        assertThat(Program.numbers(List.of(programs().start().toString(), "sh", "-c", "echo hello"), PLENTY))
                .containsOnlyKeys("first_line_ms", "exit_ms", "cpu_ms", "peak_mb")
                .satisfies(times -> assertThat(times.get("first_line_ms")).isPositive()
                        .isLessThanOrEqualTo(times.get("exit_ms")));
        assertThatThrownBy(() -> Program.output(List.of(programs().start().toString(), "/no/such/program"), PLENTY))
                .hasMessageContaining("127");
    }
}
