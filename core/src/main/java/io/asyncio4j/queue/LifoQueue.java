package io.asyncio4j.queue;

import org.jspecify.annotations.Nullable;

/// A queue that gives the newest item first: asyncio's `LifoQueue`.
///
/// Loop-confined, not thread-safe.
///
/// @param <T> the items
public final class LifoQueue<T extends @Nullable Object> extends Queue<T> {

    /// A queue that is never full.
    public LifoQueue() {
        this(UNLIMITED);
    }

    /// A queue that is full with `maxsize` items.
    ///
    /// @throws IllegalArgumentException if `maxsize` is less than 1
    public LifoQueue(int maxsize) {
        super(maxsize, new LastInFirstOut<>());
    }
}
