package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;

import org.jspecify.annotations.Nullable;

/// asyncio's `ensure_future`. Stateless.
public final class EnsureFuture {
    private EnsureFuture() {
    }

    /// A future as it is; a task of the running loop for anything else.
    public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable) {
        return awaitable instanceof Future<T> future ? future
                : Task.create(EventLoop.running(), awaitable, null, null);
    }

    /// A future as it is; a task of `loop` for anything else.
    ///
    /// @throws IllegalArgumentException for a future of another loop
    public static <T extends @Nullable Object> Future<T> ensureFuture(Awaitable<T> awaitable, EventLoop loop) {
        if (awaitable instanceof Future<T> future) {
            if (future.getLoop() != loop) {
                throw new IllegalArgumentException("ensureFuture failed: the future belongs to a different loop than"
                        + " the one specified: " + future);
            }
            return future;
        }
        return Task.create(loop, awaitable, null, null);
    }
}
