package io.asyncio4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private static final String EQUAL =
            """
                    {"program": {"name": "good", "profile": "p", "main": "main", "functions": {"main": {"kind": "coroutine",
                    "params": [], "body": [{"op": "log", "at": 1, "values": [1]}]}}}, "version": "3.13.0",
                    "trace": [[0, "main", "log", 1, [1]], [0,null,"outcome",null,{"return":null}]]}
                    """
                    .replace("\n", "") + "\n";
    private static final String UNEQUAL = EQUAL.replace("good", "bad").replace("[1]]", "[2]]");

    @TempDir
    Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int main(String... args) {
        return Main.command(List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String corpus(String content) throws Exception {
        return Files.writeString(directory.resolve("corpus.jsonl"), content).toString();
    }

    @Test
    void equalTracesEndWithZero() throws Exception {
        assertThat(main(corpus(EQUAL + EQUAL))).isZero();
        assertThat(out).hasToString("2 programs, 0 diverge" + System.lineSeparator());
    }

    @Test
    void divergenceIsDescribedAndEndsWithOne() throws Exception {
        assertThat(main(corpus(EQUAL + UNEQUAL))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("DIVERGES bad: event 0 of 2",
                "expected  [0, \"main\", \"log\", 1, [2]]", "actual    [0,\"main\",\"log\",1,[1]]",
                "{\"op\":\"log\",\"values\":[1]}", "2 programs, 1 diverge");
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void limitSaysHowManyDivergencesAreDescribed() throws Exception {
        assertThat(main("--limit", "1", corpus(UNEQUAL + UNEQUAL))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).containsOnlyOnce("DIVERGES").contains("2 diverge");
    }

    @Test
    void profileLeavesOutTheOthers() throws Exception {
        assertThat(main("--profile", "q", corpus(UNEQUAL + EQUAL.replace("\"p\"", "\"q\"")))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("1 programs, 0 diverge");
    }

    @Test
    void anEmptyCorpusIsCountedAndTold() throws Exception {
        assertThat(main(corpus(""))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("0 programs, 0 diverge");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no program in ", "corpus.jsonl");
    }

    @Test
    void aProfileThatNoProgramHasIsBadInput() throws Exception {
        assertThat(main("--profile", "q", corpus(EQUAL))).isEqualTo(2);
        assertThat(out).hasToString("");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no program of profile 'q' in ", "corpus.jsonl");
    }

    @Test
    void keepRefusesToOverwriteWhatIsRead() throws Exception {
        String corpus = corpus(EQUAL);
        assertThat(main("--keep", corpus, corpus)).isEqualTo(2);
        assertThat(main("--keep", corpus, directory.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(2)
                .allMatch(line -> line.contains("--keep would overwrite a corpus"));
        assertThat(Path.of(corpus)).hasContent(EQUAL);
    }

    @Test
    void keepIsNotBegunWhenACorpusIsMissing() throws Exception {
        Path kept = Files.writeString(directory.resolve("kept.txt"), "earlier");
        assertThat(main("--keep", kept.toString(), corpus(EQUAL), "/no/such/file")).isEqualTo(2);
        assertThat(kept).hasContent("earlier");
        assertThat(main("--keep", "/no/such/file", corpus(EQUAL))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--keep needs a file in a directory that exists");
    }

    @Test
    void whatIsNotGzippedOrEndsTooEarlyIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("plain.jsonl.gz"), EQUAL);
        assertThat(main(file.toString())).isEqualTo(2);
        Path cut = directory.resolve("cut.jsonl.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(cut))) {
            gzip.write(EQUAL.getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length - 12));
        assertThat(main(cut.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).satisfiesExactly(
                first -> assertThat(first).contains("plain.jsonl.gz: Not in GZIP format"),
                second -> assertThat(second).contains("cut.jsonl.gz: ends too early"));
    }

    @Test
    void gzippedCorpusIsRead() throws Exception {
        Path file = directory.resolve("corpus.jsonl.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(EQUAL.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(main(file.toString())).isZero();
    }

    @Test
    void severalFilesAndTheFilesOfADirectoryAreOneCorpus() throws Exception {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        Files.writeString(inner.resolve("a.jsonl"), EQUAL + UNEQUAL);
        Files.writeString(inner.resolve("b.jsonl"), EQUAL);
        Files.writeString(inner.resolve("notes.txt"), "no corpus");
        assertThat(main("--limit", "0", corpus(UNEQUAL), inner.toString())).isEqualTo(1);
        assertThat(out).hasToString("4 programs, 2 diverge" + System.lineSeparator());
    }

    @Test
    void directoryWithoutACorpusIsBadInput() throws Exception {
        assertThat(main(directory.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("no .jsonl or .jsonl.gz file in directory " + directory);
    }

    @Test
    void keepWritesTheLinesThatDiverge() throws Exception {
        Path kept = directory.resolve("kept.jsonl");
        assertThat(main("--limit", "0", "--keep", kept.toString(), corpus(EQUAL + UNEQUAL + EQUAL))).isEqualTo(1);
        assertThat(kept).hasContent(UNEQUAL);
    }

    @Test
    void timingTellsProgramsPerSecondOnStandardError() throws Exception {
        assertThat(main("--timing", corpus(EQUAL + EQUAL))).isZero();
        assertThat(out).hasToString("2 programs, 0 diverge" + System.lineSeparator());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .matches("2 programs: read and compiled in .* s, run in .*/s\\)\\R");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|no corpus is given", "--leap|unknown option '--leap'",
            "--limit 1 --limit 2 f|--limit is given twice", "--server --server|--server is given twice",
            "f g|no such file: f", "--keep|--keep needs a value", "--limit|--limit needs a value",
            "--limit x f|not 'x'",
            "--server f|--server takes no corpus", "/no/such/file|no such file"})
    void badCommandLinesAreOneLineAndTwo(String args, String message) {
        assertThat(main(args.isEmpty() ? new String[0] : args.split(" "))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).singleElement().asString()
                .startsWith("conformance: ").contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{|line 2", "{}|program and a trace",
            "{\"program\": {}, \"trace\": []}|'functions'", "[]|not an object"})
    void badCorpusIsOneLineAndTwo(String line, String message) throws Exception {
        assertThat(main(corpus(EQUAL + line + "\n"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).singleElement().asString()
                .contains("corpus.jsonl, line 2").contains(message);
    }

    @Test
    void helpTellsTheOptions() {
        assertThat(main("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--server", "asyncio4j.engine");
    }
}
