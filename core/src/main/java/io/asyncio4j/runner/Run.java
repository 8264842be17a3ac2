package io.asyncio4j.runner;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// asyncio's `run`. Stateless.
public final class Run {
    private Run() {
    }

    /// Runs an awaitable on a loop of its own, cleans up and gives the result: the main entry point of a program.
    ///
    /// @throws IllegalStateException when a loop runs on this thread
    /// @throws io.asyncio4j.loop.KeyboardInterrupt when Ctrl-C has ended it
    public static <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
        return run(main, null);
    }

    /// As [#run(Awaitable)] in debug mode or not; null for the environment's.
    public static <T extends @Nullable Object> T run(Awaitable<T> main, @Nullable Boolean debug)
            throws Exception {
        return run(main, debug, null);
    }

    /// As [#run(Awaitable, Boolean)] on a loop made by `loopFactory`, which does not become the thread's current one;
    /// null for one made by the policy.
    public static <T extends @Nullable Object> T run(Awaitable<T> main, @Nullable Boolean debug,
            @Nullable Supplier<? extends EventLoop> loopFactory) throws Exception {
        Objects.requireNonNull(main, "main");
        // Not a resource: what closing throws replaces the failure, and may be the same Ctrl-C.
        Runner runner = new Runner(debug, loopFactory);
        try {
            return runner.run(main);
        } finally {
            runner.close();
        }
    }
}
