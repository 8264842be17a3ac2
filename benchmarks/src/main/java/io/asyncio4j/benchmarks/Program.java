package io.asyncio4j.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program that is run: to its end, or as a server until it is closed. Confined to one thread.
///
/// Its standard input stays open as long as this program lives, so that a server can end with it.
final class Program implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LISTENING = "listening ";

    private final List<String> command;
    private final Path errors;
    private final Process process;
    private String port = "";

    private Program(List<String> command) throws IOException {
        this.command = command;
        this.errors = Files.createTempFile("asyncio4j-bench", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet()
                .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "PYTHONASYNCIODEBUG"));
        this.process = builder.start();
    }

    /// Starts a server and waits until it says where it listens.
    ///
    /// @throws IOException when it ends, or says nothing, instead; with its last words
    static Program serve(List<String> command) throws IOException, InterruptedException {
        Program program = new Program(command);
        try {
            program.port = program.awaitPort();
            return program;
        } catch (IOException failure) {
            program.close();
            throw failure;
        }
    }

    /// Runs a program to its end and gives what it prints.
    ///
    /// @throws IOException when it fails or takes longer; with its last words
    static String output(List<String> command, Duration limit) throws IOException, InterruptedException {
        try (Program program = new Program(command)) {
            program.process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(program::readAll);
            if (!program.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw program.failure("was not done after " + limit.toSeconds() + " s");
            }
            if (program.process.exitValue() != 0) {
                throw program.failure("ended with status " + program.process.exitValue());
            }
            return output.get();
        } catch (ExecutionException unreadable) {
            throw new IOException(unreadable.getCause());
        }
    }

    /// Runs a program that prints one line of JSON with numbers in it.
    static Map<String, Double> numbers(List<String> command, Duration limit) throws IOException, InterruptedException {
        String line = output(command, limit).strip();
        Map<String, Object> object = JSON.readValue(line.substring(line.lastIndexOf('\n') + 1), new TypeReference<>() {
        });
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (value instanceof Number number) {
                numbers.put(name, number.doubleValue());
            }
        });
        return numbers;
    }

    private String readAll() {
        try {
            return new String(process.getInputStream().readAllBytes());
        } catch (IOException closed) {
            return "";
        }
    }

    private String awaitPort() throws IOException, InterruptedException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::firstLine);
        try {
            String text = line.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!text.startsWith(LISTENING)) {
                throw failure("does not say where it listens, but: " + text);
            }
            return text.substring(LISTENING.length()).strip();
        } catch (TimeoutException silence) {
            throw failure("said nothing for " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException unreadable) {
            throw failure(String.valueOf(unreadable.getCause()));
        }
    }

    private String firstLine() {
        try {
            String line = process.inputReader().readLine();
            return line == null ? "" : line;
        } catch (IOException closed) {
            return "";
        }
    }

    /// Where the server listens.
    String port() {
        return port;
    }

    /// The number of the process.
    String pid() {
        return String.valueOf(process.pid());
    }

    private IOException failure(String what) throws IOException {
        return new IOException(String.join(" ", command.subList(0, Math.min(2, command.size()))) + " ... " + what + ": "
                + lastWords());
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(errors).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "it gave no reason" : lines.getLast().strip();
    }

    /// Ends the program.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(errors);
        } catch (IOException _) {
            // a file for the system to clear away
        }
    }
}
