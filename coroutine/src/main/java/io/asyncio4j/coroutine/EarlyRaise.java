package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// A body that is told of an exception raised in its coroutine before it has begun, instead of the coroutine ending with
/// it unseen: a call of an async generator, whose cancellation must reach the generator even then. For the rooms of this
/// library.
///
/// Loop-confined.
///
/// @param <T> the result
public interface EarlyRaise<T extends @Nullable Object> extends Awaitable<T> {

    /// Takes the exception; [#await] is called next, and decides.
    void raiseEarly(Throwable exception);
}
