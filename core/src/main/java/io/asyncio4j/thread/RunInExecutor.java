package io.asyncio4j.thread;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// asyncio's `loop.run_in_executor()`. Thread-safe: holds nothing.
public final class RunInExecutor {
    private RunInExecutor() {
    }

    /// Runs `call` on a thread of `executor`, at once, whether or not the future is awaited. The current context does
    /// not go with it; [ToThread] takes it along. Cancelling the future keeps a call that has not begun from running,
    /// and does not stop one that has.
    ///
    /// Call it on the loop's thread.
    ///
    /// @param executor null for the loop's own, see [DefaultExecutor]
    /// @throws IllegalStateException if the default executor was shut down
    /// @throws java.util.concurrent.RejectedExecutionException if another executor refuses the call
    public static <T extends @Nullable Object> Future<T> runInExecutor(EventLoop loop,
            @Nullable Executor executor,
            Callable<? extends T> call) {
        Objects.requireNonNull(loop, "loop");
        return ExecutorJob.submit(loop, executor != null ? executor : DefaultExecutor.of(loop).use(), call);
    }
}
