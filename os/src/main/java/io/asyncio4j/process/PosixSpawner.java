package io.asyncio4j.process;

import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.net.posix.PosixException;
import io.asyncio4j.signal.Signal;
import io.asyncio4j.transport.PipeEnd;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Starts processes with `posix_spawn`: no thread for the child and none for its pipes, and no copy of this process's
/// memory. Thread-safe.
///
/// @implNote The child gets no descriptor but its three streams, and the system's dispositions of signals but for those
/// this process ignores. The program is looked for here and not by the C library, because the child's PATH counts and not
/// this process's; whatever hinders the child before it becomes the program is reported by the call.
final class PosixSpawner implements Spawner {
    static final PosixSpawner THE_ONE = new PosixSpawner();

    private static final int ENOENT = 2;
    private static final int E2BIG = 7;
    private static final int ENOEXEC = 8;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private PosixSpawner() {
    }

    /// Whether the C library has all that is needed.
    static boolean isAvailable() {
        return Availability.YES;
    }

    @Override
    public Child spawn(Command command) throws IOException {
        checkDirectory(command.options().directory());
        try (SpawnRequest request = new SpawnRequest(command)) {
            long pid = start(command, request);
            return new PosixChild(pid, request.handOver());
        }
    }

    private static void checkDirectory(@Nullable Path directory) throws IOException {
        if (directory != null && !Files.isDirectory(directory)) {
            throw Files.exists(directory) ? new NotDirectoryException("subprocess directory is a file: " + directory)
                    : new NoSuchFileException(directory.toString(), null,
                            "subprocess directory does not exist; make it first");
        }
    }

    private static long start(Command command, SpawnRequest request) throws IOException {
        int worst = ENOENT;
        for (String candidate : candidates(command)) {
            int error = request.start(candidate);
            if (error == 0) {
                return request.pid();
            }
            if (error == EACCES) {
                worst = EACCES;
            } else if (error != ENOENT && error != ENOTDIR) {
                throw other(candidate, error);
            } else if (command.program().contains("/")) {
                worst = error;
            }
        }
        throw reason(command, worst);
    }

    private static List<String> candidates(Command command) {
        String program = command.program();
        if (program.contains("/")) {
            return List.of(program);
        }
        List<String> candidates = new ArrayList<>();
        if (program.isEmpty()) {
            return candidates;
        }
        var environment = command.options().environment();
        String path = environment == null ? System.getenv("PATH") : environment.get("PATH");
        for (String directory : (path == null ? DEFAULT_PATH : path).split(":", -1)) {
            String candidate = directory.isEmpty() ? "./" + program : directory + "/" + program;
            if (!candidate.startsWith("/") || Files.exists(Path.of(candidate))) {
                candidates.add(candidate); // a relative one is for the child to find
            }
        }
        return candidates;
    }

    private static PosixException other(String program, int error) {
        String operation = "start of subprocess " + program;
        return switch (error) {
            case E2BIG -> new PosixException(operation, error, "give fewer arguments, or send them to its stdin");
            case ENOEXEC -> new PosixException(operation, error,
                    "give a program of this machine, or an interpreter with the script as its argument");
            default -> new PosixException(operation, error);
        };
    }

    private static IOException reason(Command command, int error) {
        String program = command.program();
        if (error == EACCES) {
            return new AccessDeniedException(program, null,
                    "subprocess program may not be run; give one with permission to execute");
        }
        if (error == ENOTDIR) {
            return new NotDirectoryException(
                    "subprocess program's path leads through something that is no directory: " + program);
        }
        return new NoSuchFileException(Command.shown(program), null, program.contains("/")
                ? "subprocess program does not exist, or the interpreter it names; give the path of one that does"
                : "subprocess program is not found on PATH; give its path, or a name that is");
    }

    /// A child of `posix_spawn`, not reaped before its watcher says so: its number cannot be somebody else's till then.
    private static final class PosixChild implements Child {
        private final long pid;
        private final int[] pipes;

        PosixChild(long pid, int[] pipes) {
            this.pid = pid;
            this.pipes = pipes;
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public @Nullable PipeEnd pipe(int stream) {
            return pipes[stream] < 0 ? null : PipeEnd.of(pipes[stream]);
        }

        @Override
        public void closePipe(int stream) {
            if (pipes[stream] >= 0) {
                new Posix().close(pipes[stream]);
            }
        }

        @Override
        public boolean inputNoticesItsEnd() {
            return true;
        }

        @Override
        public void watch(ChildWatcher watcher, IntConsumer exited) {
            watcher.addChildHandler(pid, (_, returnCode) -> exited.accept(returnCode));
        }

        @Override
        public boolean hasEnded() {
            return Waiting.hasEnded(pid);
        }

        @Override
        public void signal(int signal) throws IOException {
            Waiting.signal(pid, signal);
        }

        @Override
        public void abandon() {
            try {
                Waiting.signal(pid, Signal.SIGKILL.number());
            } catch (PosixException notOurs) {
                return;
            }
            Thread.ofPlatform().daemon().name("asyncio4j-waitpid").start(() -> Waiting.reapQuietly(pid));
        }
    }

    private static final class Availability {
        static final boolean YES = probe();

        private static boolean probe() {
            try {
                return Posix.isAvailable() && SpawnRequest.isComplete();
            } catch (LinkageError | NoSuchElementException old) {
                return false;
            }
        }
    }
}
