package io.asyncio4j.http;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.runner.Runner;

/// Runs a body on a loop of its own, on the test's thread.
public final class LoopThread {

    private LoopThread() {
    }

    /// Runs the body to its end and closes the loop.
    public static void run(AsyncAction body) throws Exception {
        call(() -> {
            body.run();
            return null;
        });
    }

    /// Runs the body to its end, closes the loop and gives the body's result.
    public static <T> T call(Awaitable<T> body) throws Exception {
        try (Runner runner = new Runner(null, EventLoop::new)) {
            return runner.run(body);
        }
    }
}
