package io.asyncio4j.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.thread.ToThread;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program that is not ours, on the other side of a connection. Used by one coroutine of a loop; what waits for the
/// program waits on another thread.
public final class Peer implements AutoCloseable {
    private static final long LIMIT_SECONDS = 50;

    private final Process process;
    private final BufferedReader output;
    private final OutputStream input;

    private Peer(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1));
        input = process.getOutputStream();
    }

    /// Skips the test where the program is not installed.
    public static void needs(String program) {
        assumeTrue(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> new File(directory, program).canExecute()), () -> program + " is not installed");
    }

    /// Starts a program; its complaints are part of its output.
    public static Peer start(String... command) throws IOException {
        return new Peer(List.of(command));
    }

    /// Starts a program of Python.
    public static Peer python(String program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", "-c", program));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new Peer(command);
    }

    /// Gives it input.
    public void say(String text) throws Exception {
        ToThread.toThread(() -> {
            input.write(text.getBytes(StandardCharsets.ISO_8859_1));
            input.flush();
            return null;
        }).await();
    }

    /// Ends its input.
    public void endInput() throws Exception {
        ToThread.toThread(() -> {
            input.close();
            return null;
        }).await();
    }

    /// Its next line of output, or null at the end.
    public String line() throws Exception {
        return ToThread.toThread(output::readLine).await();
    }

    /// Its output from the line that contains `text` on; fails if there is none.
    public String lineWith(String text) throws Exception {
        StringBuilder before = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.contains(text)) {
                return line;
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("the peer never said " + text + ", but: " + before);
    }

    /// The rest of its output, when it has ended.
    public String rest() throws Exception {
        return ToThread.toThread(() -> {
            StringBuilder all = new StringBuilder();
            for (int read = output.read(); read >= 0; read = output.read()) {
                all.append((char) read);
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the peer did not end; it said: " + all);
            }
            return all.toString();
        }).await();
    }

    /// How it ended.
    public int status() throws Exception {
        return ToThread.toThread(process::waitFor).await();
    }

    /// Kills it, if it still runs.
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
