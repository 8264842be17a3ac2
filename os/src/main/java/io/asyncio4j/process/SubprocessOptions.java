package io.asyncio4j.process;

import io.asyncio4j.stream.StreamReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a child is started: the keyword arguments of asyncio's `create_subprocess_exec`. Immutable.
///
/// @param stdin where the child reads
/// @param stdout where it writes
/// @param stderr where it complains
/// @param directory its working directory; null for this process's. A relative program is looked for there
/// @param environment all its variables; null for this process's
/// @param startNewSession whether it leaves this process's session, and so its terminal
/// @param limit of the streams' readers, in bytes
public record SubprocessOptions(Stdio stdin, Stdio stdout, Stdio stderr, @Nullable Path directory,
        @Nullable Map<String, String> environment, boolean startNewSession, int limit) {
    /// All three streams are this process's.
    public static final SubprocessOptions DEFAULT = new SubprocessOptions(Stdio.INHERIT, Stdio.INHERIT,
            Stdio.INHERIT, null, null, false, StreamReader.DEFAULT_LIMIT);
    /// All three streams are pipes.
    public static final SubprocessOptions PIPED =
            DEFAULT.withStdin(Stdio.PIPE).withStdout(Stdio.PIPE).withStderr(Stdio.PIPE);

    /// Checks what goes together.
    ///
    /// @throws IllegalArgumentException when a stream cannot go where it shall, or the limit is not positive
    public SubprocessOptions {
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(stdin, "stdin");
        Objects.requireNonNull(stdout, "stdout");
        reads(stdin);
        writes("stdout", stdout);
        if (stdout.kind() == Stdio.Kind.STDOUT) {
            throw new IllegalArgumentException("stdout cannot go to STDOUT; only stderr can");
        }
        writes("stderr", stderr);
        if (limit <= 0) {
            throw new IllegalArgumentException(
                    "subprocess stream limit is not positive: " + limit + "; give at least one byte");
        }
        environment = environment == null ? null : Map.copyOf(environment);
    }

    private static void reads(Stdio stdin) {
        switch (stdin.kind()) {
            case STDOUT, WRITE, APPEND -> throw new IllegalArgumentException("stdin cannot read there: " + stdin
                    + "; give INHERIT, PIPE, DEVNULL or Stdio.from(file)");
            default -> {
                // fine
            }
        }
    }

    private static void writes(String name, Stdio stream) {
        if (stream.kind() == Stdio.Kind.READ) {
            throw new IllegalArgumentException(name + " cannot write there: " + stream
                    + "; give INHERIT, PIPE, DEVNULL, Stdio.to(file) or Stdio.appendTo(file)");
        }
    }

    /// The same with this standard input.
    public SubprocessOptions withStdin(Stdio stdin) {
        return new SubprocessOptions(stdin, stdout, stderr, directory, environment, startNewSession, limit);
    }

    /// The same with this standard output.
    public SubprocessOptions withStdout(Stdio stdout) {
        return new SubprocessOptions(stdin, stdout, stderr, directory, environment, startNewSession, limit);
    }

    /// The same with this standard error.
    public SubprocessOptions withStderr(Stdio stderr) {
        return new SubprocessOptions(stdin, stdout, stderr, directory, environment, startNewSession, limit);
    }

    /// The same in this directory.
    public SubprocessOptions withDirectory(@Nullable Path directory) {
        return new SubprocessOptions(stdin, stdout, stderr, directory, environment, startNewSession, limit);
    }

    /// The same with these variables and no others.
    public SubprocessOptions withEnvironment(@Nullable Map<String, String> environment) {
        return new SubprocessOptions(stdin, stdout, stderr, directory, environment, startNewSession, limit);
    }

    /// The same with one more variable, on top of this process's if there are no others yet.
    public SubprocessOptions withVariable(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        Map<String, String> more = new HashMap<>(environment == null ? System.getenv() : environment);
        more.put(name, value);
        return withEnvironment(more);
    }

    /// The same in a session of its own, or not.
    public SubprocessOptions withStartNewSession(boolean startNewSession) {
        return new SubprocessOptions(stdin, stdout, stderr, directory, environment, startNewSession, limit);
    }

    /// The same with this limit.
    public SubprocessOptions withLimit(int limit) {
        return new SubprocessOptions(stdin, stdout, stderr, directory, environment, startNewSession, limit);
    }
}
