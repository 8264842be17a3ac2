package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// A function that may await.
///
/// @param <A> what it is given
/// @param <R> what it returns
@FunctionalInterface
public interface AsyncFunction<A extends @Nullable Object, R extends @Nullable Object> {

    /// Applies the function.
    R apply(A value) throws Exception;
}
