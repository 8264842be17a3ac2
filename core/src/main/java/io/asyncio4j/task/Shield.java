package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.ExceptionContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Loop-confined. Protects an awaitable from the cancellation of who waits for it: only the outer future is cancelled.
/// Mirrors `asyncio.shield` as of Python 3.14.
public final class Shield {

    /// One object for all, so that a future shielded several times reports its failure once.
    private static final FutureCallback REPORT = Shield::report;

    private Shield() {
    }

    /// A future that ends as the awaitable does, but does not hand on its own cancellation. An awaitable that is not a
    /// future becomes a task first. If it is done already, it is itself returned.
    ///
    /// If the shield is cancelled and the awaitable fails later, the failure goes to the loop's exception handler. A
    /// cancellation of the awaitable itself does cancel the shield; and a shield does not help when the loop is shut
    /// down, which cancels all tasks.
    public static <T extends @Nullable Object> Future<T> shield(Awaitable<T> awaitable) {
        Future<T> inner = EnsureFuture.ensureFuture(awaitable);
        if (inner.isDone()) {
            return inner;
        }
        Future<T> outer = new Future<>(inner.getLoop());
        FutureCallback handOn = new HandOn(outer);
        inner.addCallback(handOn);
        outer.addCallback(_ -> letGo(inner, handOn));
        return outer;
    }

    private record HandOn(Future<?> outer) implements FutureCallback {
        @Override
        public void completed(Future<?> inner) {
            handOn(inner, outer);
        }

        @Override
        public void awaiters(Consumer<? super Future<?>> tell) {
            tell.accept(outer);
        }
    }

    private static void handOn(Future<?> inner, Future<?> outer) {
        if (outer.isCancelled()) {
            return;
        }
        if (inner.isCancelled()) {
            outer.cancel();
            return;
        }
        Throwable failure = inner.exception();
        if (failure != null) {
            outer.setException(failure);
        } else {
            outer.finish(inner.peekResult());
        }
    }

    private static void letGo(Future<?> inner, FutureCallback handOn) {
        if (!inner.isDone()) {
            inner.removeCallback(handOn);
            inner.removeCallback(REPORT);
            inner.addCallback(REPORT);
        }
    }

    private static void report(Future<?> inner) {
        if (inner.isCancelled()) {
            return;
        }
        Throwable failure = inner.exception();
        if (failure != null) {
            inner.getLoop().callExceptionHandler(
                    ExceptionContext.of(failure.getClass().getSimpleName() + " exception in shielded future")
                            .withException(failure).with("future", inner)
                            .withTrace("source_traceback", inner.madeAt));
        }
    }
}
