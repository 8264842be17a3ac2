package io.asyncio4j.coroutine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A body without a result, as an awaitable that gives null. For the rooms of this library. Confined as its body is.
///
/// A class and no lambda, and of any type: each spares a frame below everything the body awaits.
public record WithoutResult<T extends @Nullable Object>(AsyncAction body) implements Awaitable<T> {
    /// For this body.
    public WithoutResult {
        Objects.requireNonNull(body, "body");
    }

    @Override
    @SuppressWarnings("NullAway") // T is Void for everybody who makes one
    public T await() throws Exception {
        body.run();
        return null;
    }
}
