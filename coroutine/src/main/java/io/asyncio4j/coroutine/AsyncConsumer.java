package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// A body that takes one value, has no result, and may await.
///
/// @param <A> what the body is given
@FunctionalInterface
public interface AsyncConsumer<A extends @Nullable Object> {

    /// Runs the body.
    void accept(A value) throws Exception;
}
