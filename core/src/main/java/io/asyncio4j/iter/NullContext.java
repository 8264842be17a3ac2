package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncContextManager;

import org.jspecify.annotations.Nullable;

/// A block that does nothing at its ends: `contextlib.nullcontext`, for code that has a manager only sometimes. Also
/// good for try-with-resources.
///
/// Immutable.
///
/// @param <C> what the body is given
public final class NullContext<C extends @Nullable Object> implements AsyncContextManager<C>, AutoCloseable {
    private final C value;

    private NullContext(C value) {
        this.value = value;
    }

    /// A block whose body is given null.
    public static NullContext<@Nullable Void> nullContext() {
        return new NullContext<>(null);
    }

    /// A block whose body is given `value`.
    public static <C extends @Nullable Object> NullContext<C> nullContext(C value) {
        return new NullContext<>(value);
    }

    @Override
    public C aenter() {
        return value;
    }

    @Override
    public boolean aexit(@Nullable Throwable failure) {
        return false;
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
