package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An async iterator written as a method that yields: Python's async generator (PEP 525). The body runs on a stack of
/// its own and may await between yields; what it awaits, the task that asked for the item waits for. It sees that
/// task's context.
///
/// ```java
/// AsyncGenerator<Integer> ticks = AsyncGenerator.of(y -> {
///     for (int i = 0; i < 3; i++) {
///         await(sleep(1));
///         y.yield(i);
///     }
/// });
/// for (int tick : asyncFor(ticks)) { ... }
/// ```
///
/// Loop-confined; one call at a time, a second one meanwhile throws `IllegalStateException`. Leaving a loop over it
/// early does not end it: use [Aclosing], or [#aclose()], to run its `finally` blocks at a known time. A generator that
/// is dropped in the middle is closed by a task of its own some time after the garbage collector has found it, and all
/// that are left when the loop shuts down.
///
/// @param <T> the items
public final class AsyncGenerator<T extends @Nullable Object> implements AsyncIterator<T>, AsyncCloseable {
    private final GeneratorCore<T> core;
    private boolean hooked;

    private AsyncGenerator(AsyncConsumer<? super Yielder<T>> body) {
        core = new GeneratorCore<>(body);
    }

    /// A generator that will run `body`. Nothing runs yet.
    public static <T extends @Nullable Object> AsyncGenerator<T> of(AsyncConsumer<? super Yielder<T>> body) {
        return new AsyncGenerator<>(Objects.requireNonNull(body, "body"));
    }

    /// Runs the body to its next item, on behalf of the calling coroutine: Python's `__anext__`, awaited.
    ///
    /// @throws io.asyncio4j.coroutine.StopAsyncIteration when the body has returned
    @Override
    public T anext() throws Exception {
        return this.<T>call(GeneratorCall.Kind.ANEXT, null, null).await();
    }

    /// Runs the body to its end and `each` for every item, both on this generator's stack.
    void forEach(AsyncConsumer<? super T> each) throws Exception {
        core.checkIdle("asyncFor");
        Loan<T> loan = new Loan<>(each);
        core.lend(loan);
        try {
            anext();
        } catch (StopAsyncIteration end) {
            return;
        } finally {
            core.lend(null);
        }
        Throwable failure = loan.failure();
        assert failure != null : "a lent generator gives an item only to a body that has failed";
        throw Rethrow.sneaky(failure);
    }

    /// Runs the body to its next item: Python's `asend`; with null, its `__anext__` as an object to be awaited.
    ///
    /// @param value what the suspended [Yielder#yield(Object)] gives; null to start
    /// @return a coroutine that gives the item, or throws `StopAsyncIteration` when the body has returned
    public Coroutine<T> asend(@Nullable Object value) {
        return Coroutine.of(this.<T>call(GeneratorCall.Kind.ASEND, value, null));
    }

    /// Throws an exception where the body is suspended: Python's `athrow`.
    ///
    /// @return a coroutine that gives the next item if the body catches it and yields; null if the generator had
    ///         finished before
    public Coroutine<@Nullable T> athrow(Throwable exception) {
        Objects.requireNonNull(exception, "exception");
        return Coroutine.of(this.<@Nullable T>call(GeneratorCall.Kind.ATHROW, null, exception));
    }

    /// Ends the generator: throws [io.asyncio4j.coroutine.GeneratorExit] where the body is suspended and waits until it
    /// has ended. Does nothing if it has finished.
    ///
    /// @return a coroutine that throws `IllegalStateException` if the body yields instead of ending
    @Override
    public Coroutine<@Nullable Void> aclose() {
        return Coroutine.of(this.<@Nullable Void>call(GeneratorCall.Kind.ACLOSE, null, null));
    }

    /// Whether a call is under way, even if it is suspended in an await: Python's `ag_running`.
    public boolean isRunning() {
        return core.isRunning();
    }

    /// The frames of the suspended body, newest first; empty when it is not suspended.
    public StackTraceElement[] stack() {
        return core.stack();
    }

    private <R extends @Nullable Object> GeneratorCall<R> call(GeneratorCall.Kind kind, @Nullable Object send,
            @Nullable Throwable raise) {
        if (!hooked) {
            hooked = true;
            EventLoop loop = EventLoop.runningOrNull();
            if (loop != null) {
                LoopGenerators.of(loop).add(this, core);
            }
        }
        return new GeneratorCall<>(this, core, kind, send, raise);
    }

    @Override
    public String toString() {
        return "<async generator " + core.describe() + ">";
    }
}
