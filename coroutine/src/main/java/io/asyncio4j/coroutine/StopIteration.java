package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// Thrown by [Coroutine#send(Object)] and [Coroutine#raise(Throwable)] when the coroutine has finished; carries its
/// result.
public final class StopIteration extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable Object value;

    /// An end with this result.
    public StopIteration(@Nullable Object value) {
        super(value == null ? "coroutine finished" : "coroutine finished with " + value.getClass().getName(), null,
                false, true);
        this.value = value;
    }

    /// What the coroutine returned.
    public @Nullable Object value() {
        return value;
    }
}
