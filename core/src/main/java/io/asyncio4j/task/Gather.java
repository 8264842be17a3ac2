package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Stateless. Running several awaitables together and collecting their results. Mirrors `asyncio.gather`.
///
/// Awaitables that are not futures become tasks. One that is given twice runs once, and its result appears twice.
///
/// The first failure is at once the failure of the whole; the others go on running, and their later failures are
/// lost. A child that is cancelled counts as failed, with a [CancelledError]: the whole is then not cancelled, and
/// neither are the other children. Cancelling the whole cancels all children; it stays pending until they are done and
/// then raises the CancelledError. [TaskGroup] is the stricter alternative.
public final class Gather {

    private Gather() {
    }

    /// Runs the awaitables together.
    ///
    /// @return a future of their results, in the order of the awaitables; done at once if all of them are, or there are
    ///         none
    /// @throws IllegalArgumentException if a future belongs to another loop
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is copied
    public static <T extends @Nullable Object> Future<List<T>> gather(Awaitable<? extends T>... awaitables) {
        return GatheringFuture.gather(Objects.requireNonNull(awaitables, "awaitables").clone(), false);
    }

    /// [#gather(Awaitable...)] for a collection.
    public static <T extends @Nullable Object> Future<List<T>> gather(
            Collection<? extends Awaitable<? extends T>> awaitables) {
        Objects.requireNonNull(awaitables, "awaitables");
        return GatheringFuture.gather(awaitables.toArray(new Awaitable<?>[0]), false);
    }

    /// Runs the awaitables together; if asked for, failures (and the CancelledErrors of cancelled children) are put
    /// into the list like results.
    ///
    /// @return a future of their results, in the order of the awaitables
    /// @throws IllegalArgumentException if a future belongs to another loop
    public static Future<List<@Nullable Object>> gather(Collection<? extends Awaitable<?>> awaitables,
            boolean returnExceptions) {
        Objects.requireNonNull(awaitables, "awaitables");
        return GatheringFuture.gather(awaitables.toArray(new Awaitable<?>[0]), returnExceptions);
    }
}
