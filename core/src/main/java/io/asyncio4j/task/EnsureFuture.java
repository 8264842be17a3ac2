package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.CurrentLoop;
import io.asyncio4j.loop.EventLoop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// asyncio's `ensure_future`. Stateless.
public final class EnsureFuture {
    private EnsureFuture() {
    }

    /// A future as it is; for anything else a task of the running loop, or, when none runs, of the thread's current one.
    public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable) {
        return awaitable instanceof Future<T> future ? future : task(CurrentLoop.get(), awaitable);
    }

    /// A future as it is; a task of `loop` for anything else.
    ///
    /// @throws IllegalArgumentException for a future of another loop
    public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable,
            EventLoop loop) {
        Objects.requireNonNull(loop, "loop");
        if (awaitable instanceof Future<T> future) {
            if (future.getLoop() != loop) {
                throw new IllegalArgumentException(
                        "ensureFuture failed: the future belongs to a different loop than"
                                + " the one specified: " + future);
            }
            return future;
        }
        return task(loop, awaitable);
    }

    /// A coroutine that no task wants any more counts as dealt with, not as never awaited.
    private static <T extends @Nullable Object> Task<T> task(EventLoop loop, Awaitable<T> awaitable) {
        try {
            return Task.create(loop, awaitable, null, null);
        } catch (IllegalStateException refused) {
            if (awaitable instanceof Coroutine<T> coroutine && coroutine.state() == Coroutine.State.CREATED) {
                close(coroutine);
            }
            throw refused;
        }
    }

    private static void close(Coroutine<?> unstarted) {
        try {
            unstarted.close();
        } catch (Exception impossible) {
            throw new AssertionError("closing runs no line of a coroutine that has not started", impossible);
        }
    }
}
