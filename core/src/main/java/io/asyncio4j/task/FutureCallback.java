package io.asyncio4j.task;

import java.util.function.Consumer;

/// What this room hangs on futures: like a done callback, run by the loop one iteration after the future is done, but
/// without a context of its own.
interface FutureCallback {

    /// Runs on the loop's thread.
    void completed(Future<?> future);

    /// Asked at the moment of completion: whether the callback has taken note already, so that it need not be scheduled.
    /// True is only right if nobody could tell.
    default boolean notes(Future<?> future) {
        return false;
    }

    /// Tells for whom it waits, for the [CallGraph]: nobody, unless it says so.
    default void awaiters(Consumer<? super Future<?>> tell) {
        // nobody waits
    }
}
