package io.asyncio4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A program in a JVM of its own, with this JVM's class path, engine and flags: for what concerns the whole process.
/// Owner-confined.
///
/// A JVM that inherits a SIGINT which is ignored, as a job in the background does, can never see one; so the program is
/// started with the signal's default.
public final class ChildJvm {
    /// How a program has ended, and what it printed.
    public record Outcome(int status, List<String> out, List<String> err) {
    }

    private static final long LONGEST_RUN_SECONDS = 50;

    private final Class<?> program;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> printed = new ArrayList<>();
    private @Nullable Process process;
    private @Nullable BufferedReader out;
    private @Nullable Path err;

    private ChildJvm(Class<?> program) {
        this.program = program;
    }

    /// A program with a main method.
    public static ChildJvm of(Class<?> program) {
        return new ChildJvm(program);
    }

    /// With these arguments.
    public ChildJvm arguments(String... values) {
        arguments.addAll(List.of(values));
        return this;
    }

    /// With an option of the JVM.
    public ChildJvm option(String value) {
        options.add(value);
        return this;
    }

    /// With a variable in the environment.
    public ChildJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Starts it.
    public ChildJvm start() throws IOException {
        List<String> command = new ArrayList<>(SigintDefault.PREFIX);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "--add-exports",
                "java.base/jdk.internal.vm=ALL-UNNAMED", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-ea", "-XX:TieredStopAtLevel=1"));
        String engine = System.getProperty("asyncio4j.engine");
        if (engine != null) {
            command.add("-Dasyncio4j.engine=" + engine);
        }
        command.addAll(options);
        command.add(program.getName());
        command.addAll(arguments);
        err = Files.createTempFile("asyncio4j", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().remove("ASYNCIO4J_DEBUG");
        builder.environment().putAll(environment);
        process = builder.start();
        out = process.inputReader(StandardCharsets.UTF_8);
        return this;
    }

    /// Reads on until it has printed this line.
    public ChildJvm awaitLine(String line) throws IOException {
        for (String next = out.readLine(); next != null; next = out.readLine()) {
            printed.add(next);
            if (next.equals(line)) {
                return this;
            }
        }
        throw new AssertionError("the program ended without printing \"" + line + "\": " + end());
    }

    /// Sends it what Ctrl-C sends.
    public ChildJvm interrupt() throws IOException {
        try {
            int status = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
            if (status != 0) {
                throw new AssertionError("kill -INT failed: the program has ended: " + end());
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        }
        return this;
    }

    /// Sends it what Ctrl-C sends, again and again until it has ended: of signals that come while one is pending the
    /// system delivers one.
    public Outcome interruptUntilEnd() throws Exception {
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
        }
        return end();
    }

    /// Starts it if need be, and waits for its end.
    public Outcome end() throws IOException {
        if (process == null) {
            start();
        }
        AtomicBoolean tooLong = new AtomicBoolean();
        try {
            Thread watchdog = Thread.ofVirtual().start(() -> {
                try {
                    tooLong.set(!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS));
                } catch (InterruptedException ended) {
                    return;
                }
                // only then: it closes the streams also of a process that has ended, and somebody reads them
                if (tooLong.get()) {
                    process.destroyForcibly();
                }
            });
            out.lines().forEach(printed::add);
            int status = process.waitFor();
            watchdog.interrupt();
            List<String> errors = Files.readAllLines(err);
            Files.delete(err);
            Outcome outcome = new Outcome(status, List.copyOf(printed), errors);
            if (tooLong.get()) {
                throw new AssertionError(
                        "the program had not ended after " + LONGEST_RUN_SECONDS + " seconds: " + outcome);
            }
            return outcome;
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /// What to start a program with so that SIGINT is not ignored.
    private static final class SigintDefault {
        static final List<String> PREFIX = isIgnored() ? resetting() : List.of();

        private static boolean isIgnored() {
            try {
                return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
            } catch (IOException noProcFileSystem) {
                return true;
            }
        }

        private static List<String> resetting() {
            List<String> env = List.of("env", "--default-signal=INT");
            List<String> python = List.of("python3", "-c",
                    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])");
            return works(env) ? env : works(python) ? python : List.of();
        }

        private static boolean works(List<String> prefix) {
            List<String> command = new ArrayList<>(prefix);
            command.add("true");
            try {
                return new ProcessBuilder(command).start().waitFor() == 0;
            } catch (IOException missing) {
                return false;
            } catch (InterruptedException interrupted) {
                throw new UncheckedIOException(new IOException(interrupted));
            }
        }
    }
}
