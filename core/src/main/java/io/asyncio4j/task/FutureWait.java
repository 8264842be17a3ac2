package io.asyncio4j.task;

import io.asyncio4j.coroutine.Stackless;

import org.jspecify.annotations.Nullable;

/// The body of a coroutine that waits for one future of its own and nothing else. For the rooms of this library. Confined to
/// the loop of its coroutine.
///
/// @param <T> the result
public abstract class FutureWait<T extends @Nullable Object> implements Stackless<T> {
    /// A future that knows what waits for it: one operation, which no stack shows, or shows as its body's class.
    public interface Placed {
        /// {@return the operation as a frame}
        StackTraceElement place();
    }

    /// For subclasses.
    protected FutureWait() {
    }

    /// Runs up to the wait.
    ///
    /// @return the future to wait for, or null if there is nothing to wait for
    protected abstract @Nullable Future<?> start() throws Exception;

    @Override
    public @Nullable Object begin() throws Exception {
        Future<?> future = start();
        return future != null && future.waits() ? future : END;
    }

    @Override
    public final @Nullable Object again(@Nullable Object waited) {
        return waited instanceof Future<?> future && future.waitsAgain() ? future : END;
    }
}
