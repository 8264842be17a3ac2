package io.asyncio4j.thread;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.task.EnsureFuture;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// asyncio's `run_coroutine_threadsafe()`: the way into a running loop from another thread. Thread-safe: holds nothing.
public final class RunCoroutineThreadsafe {
    private RunCoroutineThreadsafe() {
    }

    /// Runs `awaitable` in a task of `loop`, which runs on another thread. Cancelling the future cancels the task. Do
    /// not wait for the future on the loop's own thread.
    ///
    /// @throws IllegalStateException if the loop is closed
    public static <T extends @Nullable Object> CompletableFuture<T> runCoroutineThreadsafe(
            Awaitable<T> awaitable,
            EventLoop loop) {
        Objects.requireNonNull(awaitable, "awaitable");
        Objects.requireNonNull(loop, "loop");
        CompletableFuture<T> outside = new CompletableFuture<>();
        loop.callSoonThreadsafe(() -> start(awaitable, loop, outside));
        return outside;
    }

    private static <T extends @Nullable Object> void start(Awaitable<T> awaitable, EventLoop loop,
            CompletableFuture<T> outside) {
        try {
            WrapFuture.lead(EnsureFuture.ensureFuture(awaitable, loop), outside);
        } catch (SystemExit | KeyboardInterrupt leavesTheLoop) {
            throw leavesTheLoop;
        } catch (Throwable failure) {
            outside.completeExceptionally(failure);
            throw failure;
        }
    }
}
