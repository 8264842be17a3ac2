package io.asyncio4j.iter;

import io.asyncio4j.coroutine.Coroutine;

import org.jspecify.annotations.Nullable;

/// Something whose end may have to wait: what asyncio's objects with an `aclose()` have in common. Use it with
/// [Aclosing].
public interface AsyncCloseable {

    /// Ends it.
    Coroutine<@Nullable Void> aclose();
}
