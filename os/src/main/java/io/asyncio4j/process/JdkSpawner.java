package io.asyncio4j.process;

import io.asyncio4j.signal.Signal;
import io.asyncio4j.transport.PipeEnd;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Starts processes with [ProcessBuilder]: works everywhere, with a thread of the JDK for each child and one for each of
/// its pipes. Stateless.
///
/// @implNote The JDK reports a child that a signal has ended as 128 and the signal, like a shell; codes from 129 to 192 are
/// taken for that.
final class JdkSpawner implements Spawner {
    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;

    @Override
    public Child spawn(Command command) throws IOException {
        SubprocessOptions options = command.options();
        if (options.startNewSession()) {
            throw new UnsupportedOperationException("startNewSession is not possible with the JDK's processes;"
                    + " use Linux, and do not set -D" + PROPERTY + "=jdk");
        }
        ProcessBuilder builder = new ProcessBuilder(command.words());
        builder.redirectInput(redirect(options.stdin(), true));
        builder.redirectOutput(redirect(options.stdout(), false));
        if (options.stderr().kind() == Stdio.Kind.STDOUT) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(redirect(options.stderr(), false));
        }
        Map<String, String> variables = options.environment();
        if (variables != null) {
            builder.environment().clear();
            builder.environment().putAll(variables);
        }
        Path directory = options.directory();
        if (directory != null) {
            if (!Files.isDirectory(directory)) {
                throw Files.exists(directory)
                        ? new NotDirectoryException("subprocess directory is a file: " + directory)
                        : new NoSuchFileException(directory.toString(), null,
                                "subprocess directory does not exist; make it first");
            }
            builder.directory(directory.toFile());
        }
        try {
            return new JdkChild(builder.start(), options);
        } catch (IOException failure) {
            throw readable(command.program(), failure);
        }
    }

    private static Redirect redirect(Stdio where, boolean reads) {
        return switch (where.kind()) {
            case INHERIT, STDOUT -> Redirect.INHERIT;
            case PIPE -> Redirect.PIPE;
            case DEVNULL -> reads ? Redirect.from(nowhere()) : Redirect.DISCARD;
            case READ -> Redirect.from(where.file().toFile());
            case WRITE -> Redirect.to(where.file().toFile());
            case APPEND -> Redirect.appendTo(where.file().toFile());
        };
    }

    private static File nowhere() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    private static IOException readable(String program, IOException failure) {
        String text = String.valueOf(failure.getMessage());
        IOException readable;
        if (text.contains("error=13") || text.contains("Permission denied")) {
            readable = new AccessDeniedException(program, null,
                    "subprocess program may not be run; give one with permission to execute");
        } else if (text.contains("error=2,") || text.contains("No such file")) {
            readable = new NoSuchFileException(Command.shown(program), null,
                    "subprocess program is not found; give its path, or a name that is on PATH");
        } else {
            readable = new IOException("start of subprocess failed: " + program + ": " + text);
        }
        readable.initCause(failure);
        return readable;
    }

    private static final class JdkChild implements Child {
        private final java.lang.Process process;
        private final SubprocessOptions options;

        JdkChild(java.lang.Process process, SubprocessOptions options) {
            this.process = process;
            this.options = options;
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public @Nullable PipeEnd pipe(int stream) {
            return switch (stream) {
                case 0 -> isPipe(options.stdin()) ? PipeEnd.of(process.getOutputStream()) : null;
                case 1 -> isPipe(options.stdout()) ? PipeEnd.of(process.getInputStream()) : null;
                default -> isPipe(options.stderr()) ? PipeEnd.of(process.getErrorStream()) : null;
            };
        }

        private static boolean isPipe(Stdio where) {
            return where.kind() == Stdio.Kind.PIPE;
        }

        @Override
        public void closePipe(int stream) {
            Closeable pipe = switch (stream) {
                case 0 -> process.getOutputStream();
                case 1 -> process.getInputStream();
                default -> process.getErrorStream();
            };
            try {
                pipe.close();
            } catch (IOException nobodyMinds) {
                // it has been given up
            }
        }

        @Override
        public boolean inputNoticesItsEnd() {
            return false;
        }

        @Override
        public void watch(ChildWatcher watcher, IntConsumer exited) {
            process.onExit().thenAccept(ended -> exited.accept(returnCode(ended.exitValue())));
        }

        private static int returnCode(int value) {
            return value > SIGNALLED && value <= SIGNALLED + LAST_SIGNAL ? SIGNALLED - value : value;
        }

        @Override
        public boolean hasEnded() {
            return !process.isAlive();
        }

        @Override
        public void signal(int signal) throws IOException {
            if (hasEnded()) {
                return;
            }
            if (signal == Signal.SIGKILL.number()) {
                process.toHandle().destroyForcibly(); // the process itself would close the pipes, unread
            } else if (Waiting.isAvailable()) {
                Waiting.signal(process.pid(), signal);
            } else if (signal == Signal.SIGTERM.number()) {
                process.toHandle().destroy();
            } else {
                throw new UnsupportedOperationException("signal cannot be sent by the JDK: " + signal
                        + "; use terminate or kill");
            }
        }

        @Override
        public void abandon() {
            process.destroyForcibly();
        }
    }
}
