package io.asyncio4j.queue;

import org.jspecify.annotations.Nullable;

/// What a queue keeps its items in; decides which comes out next. Loop-confined.
///
/// @param <T> the items, which may be null
interface Items<T extends @Nullable Object> {

    void add(T item);

    /// Takes the next one out; there is one.
    T remove();

    int size();

    /// The items as a list reads, for the queue's own `toString`.
    @Override
    String toString();
}
