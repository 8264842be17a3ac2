package io.asyncio4j.runner;

import io.asyncio4j.coroutine.Awaitable;

import org.jspecify.annotations.Nullable;

/// asyncio's `run`. Stateless.
public final class Run {
    private Run() {
    }

    /// Runs an awaitable on a loop of its own, cleans up and gives the result: the main entry point of a program.
    ///
    /// @throws IllegalStateException when a loop runs on this thread
    public static <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
        return run(main, null);
    }

    /// As [#run(Awaitable)] in debug mode or not; null for the environment's.
    public static <T extends @Nullable Object> T run(Awaitable<T> main, @Nullable Boolean debug) throws Exception {
        try (Runner runner = new Runner(debug, null)) {
            return runner.run(main);
        }
    }
}
