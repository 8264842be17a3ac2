package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncContextManager;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Closes something at the end of a block, and waits for that: `contextlib.aclosing`. The way to end an async generator
/// at a known time:
///
/// ```java
/// asyncWith(aclosing(lines()), lines -> {
///     for (String line : asyncFor(lines)) { if (line.isEmpty()) break; }
/// });
/// ```
///
/// Loop-confined.
///
/// @param <C> what is closed
public final class Aclosing<C extends AsyncCloseable> implements AsyncContextManager<C> {
    private final C thing;

    private Aclosing(C thing) {
        this.thing = thing;
    }

    /// A block that ends with `thing.aclose()`.
    public static <C extends AsyncCloseable> Aclosing<C> aclosing(C thing) {
        return new Aclosing<>(Objects.requireNonNull(thing, "thing"));
    }

    /// Gives the thing. Does not await.
    @Override
    public C aenter() {
        return thing;
    }

    /// Closes the thing.
    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        thing.aclose().await();
        return false;
    }
}
