package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// One iteration whose steps may await: asyncio's `__anext__`.
///
/// @param <T> the items
public interface AsyncIterator<T extends @Nullable Object> extends AsyncIterable<T> {

    /// The next item; may await.
    ///
    /// @throws StopAsyncIteration when there are no more
    T anext() throws Exception;

    /// The next item, or `end` when there are no more: Python's `anext(iterator, default)`. May await.
    default T anext(T end) throws Exception {
        try {
            return anext();
        } catch (StopAsyncIteration noMore) {
            return end;
        }
    }

    @Override
    default AsyncIterator<T> aiter() {
        return this;
    }
}
