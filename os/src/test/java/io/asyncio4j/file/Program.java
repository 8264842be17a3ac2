package io.asyncio4j.file;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Task;
import io.asyncio4j.testing.VirtualTime;
import java.nio.file.Path;

/// The words that the tests of files are written in. Stateless.
final class Program {
    private Program() {
    }

    /// Runs `body` as the main task of a loop in virtual time.
    static void program(AsyncAction body) throws Exception {
        VirtualTime.run(() -> {
            body.run();
            return null;
        });
    }

    static <T> Task<T> spawn(Awaitable<T> awaitable) {
        return Task.create(EventLoop.running(), awaitable, null, null);
    }

    /// A named pipe.
    static Path fifo(Path path) throws Exception {
        int status = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("mkfifo failed: " + path + ", status " + status);
        }
        return path;
    }
}
