package io.asyncio4j.benchmarks.ours;

import static io.asyncio4j.Asyncio.asyncFor;
import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.asyncWithResult;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.runUntilComplete;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.asyncio4j.file.AsyncFiles;
import io.asyncio4j.loop.EventLoop;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What a line of a file costs, of a million; beside the JDK's blocking reader and writer. The file is in memory already.
@State(Scope.Thread)
public class FileBenchmarks {
    private static final int LINES = 1_000_000;
    private static final String LINE = "a line of 30 characters, or so";

    private EventLoop loop;
    private Path lines;
    private Path copy;

    /// A file of a million lines.
    @Setup
    public void write() throws IOException {
        loop = new EventLoop();
        copy = Files.createTempFile("copy", ".txt");
        lines = Files.createTempFile("lines", ".txt");
        try (BufferedWriter writer = Files.newBufferedWriter(lines)) {
            for (int i = 0; i < LINES; i++) {
                writer.write(LINE);
                writer.write('\n');
            }
        }
    }

    /// The end of both.
    @TearDown
    public void delete() throws IOException {
        loop.close();
        Files.delete(lines);
        Files.delete(copy);
    }

    /// `async for line in file`, without line ends as the JDK's.
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long linesAsync() throws Exception {
        return runUntilComplete(loop, () -> asyncWithResult(AsyncFiles.open(lines), file -> {
            long length = 0;
            for (String line : asyncFor(file.lines())) {
                length += line.length();
            }
            return length;
        }));
    }

    /// The JDK's BufferedReader.
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long linesBlocking() throws IOException {
        long length = 0;
        try (BufferedReader reader = Files.newBufferedReader(lines)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                length += line.length();
            }
        }
        return length;
    }

    /// `await file.write(line)`.
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void linesWrittenAsync() throws Exception {
        runUntilComplete(loop, () -> asyncWith(AsyncFiles.open(copy, WRITE, CREATE, TRUNCATE_EXISTING), file -> {
            for (int i = 0; i < LINES; i++) {
                await(file.write(LINE + "\n"));
            }
        }));
    }

    /// The JDK's BufferedWriter.
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void linesWrittenBlocking() throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(copy)) {
            for (int i = 0; i < LINES; i++) {
                writer.write(LINE + "\n");
            }
        }
    }
}
