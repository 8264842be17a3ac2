package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes async context managers from a method that yields exactly once: `contextlib.asynccontextmanager`. What comes
/// before the yield is the enter, what comes after is the exit; the body's failure is thrown at the yield, where it may
/// be caught and thereby swallowed.
///
/// ```java
/// AsyncContextManager<Connection> connection(Pool pool) {
///     return asyncContextManager(y -> {
///         Connection connection = await(pool.acquire());
///         try {
///             y.yield(connection);
///         } finally {
///             await(pool.release(connection));
///         }
///     });
/// }
/// ```
///
/// Immutable. The managers it makes are loop-confined and for one use.
///
/// @param <C> what the block is given
public final class ContextManagerFactory<C extends @Nullable Object> {
    private final AsyncConsumer<? super Yielder<C>> body;

    private ContextManagerFactory(AsyncConsumer<? super Yielder<C>> body) {
        this.body = body;
    }

    /// A factory of managers that all run `body`, each once.
    public static <C extends @Nullable Object> ContextManagerFactory<C> of(
            AsyncConsumer<? super Yielder<C>> body) {
        return new ContextManagerFactory<>(Objects.requireNonNull(body, "body"));
    }

    /// A single manager, for one use.
    public static <C extends @Nullable Object> AsyncContextManager<C> asyncContextManager(
            AsyncConsumer<? super Yielder<C>> body) {
        return ContextManagerFactory.<C>of(body).create();
    }

    /// A new manager, for one use.
    public AsyncContextManager<C> create() {
        return new GeneratorContext<>(AsyncGenerator.of(body));
    }

    /// `awaitable` inside a manager of its own: what the manager is as a decorator.
    ///
    /// @return a coroutine that gives the result, or null when the manager swallows the failure
    public <R extends @Nullable Object> Coroutine<@Nullable R> around(Awaitable<R> awaitable) {
        Objects.requireNonNull(awaitable, "awaitable");
        return Coroutine.of(() -> {
            AsyncContextManager<C> manager = create();
            manager.aenter();
            R result;
            try {
                result = awaitable.await();
            } catch (Throwable failure) {
                if (manager.aexit(failure)) {
                    return null;
                }
                throw failure;
            }
            manager.aexit(null);
            return result;
        });
    }
}
