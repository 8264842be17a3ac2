package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// Something that can be awaited: asyncio's `__await__` protocol. A lambda is an awaitable, and everything that waits
/// (coroutines, futures, tasks) is one.
///
/// [#await] either returns at once or suspends the coroutine it is called on, as often as it needs to, by
/// [Coroutine#yield(Object)]. The rule for a custom awaitable: yield while the condition is not met, return when it is.
///
/// @param <T> the result of the wait
@FunctionalInterface
public interface Awaitable<T extends @Nullable Object> {

    /// Waits on the calling coroutine's stack and gives the result.
    ///
    /// @throws Exception whatever the awaited work failed with, as the same object
    T await() throws Exception;
}
