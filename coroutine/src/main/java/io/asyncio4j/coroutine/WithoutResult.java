package io.asyncio4j.coroutine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A body without a result, as an awaitable that gives null. For the rooms of this library. Confined as its body is.
///
/// A class and no lambda: a frame less below everything the body awaits.
public record WithoutResult(AsyncAction body) implements Awaitable<@Nullable Void> {
    /// For this body.
    public WithoutResult {
        Objects.requireNonNull(body, "body");
    }

    @Override
    public @Nullable Void await() throws Exception {
        body.run();
        return null;
    }
}
