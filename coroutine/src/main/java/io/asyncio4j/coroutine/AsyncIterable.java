package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// What `async for` can iterate over: asyncio's `__aiter__`.
///
/// @param <T> the items
public interface AsyncIterable<T extends @Nullable Object> {

    /// A new iteration, or this one where the object is its own iterator. Does not await.
    AsyncIterator<T> aiter();
}
