package io.asyncio4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A future that tells its followers in the order they came, as Python's concurrent futures do; the JDK's own tells the
 * last one first. Loop-confined.
 */
final class ConcurrentFuture extends CompletableFuture<@Nullable Object> {
    private final List<BiConsumer<? super @Nullable Object, ? super @Nullable Throwable>> followers =
            new ArrayList<>();

    /** Adds a follower; gives this future, because nobody here follows the followers. */
    @Override
    public CompletableFuture<@Nullable Object> whenComplete(
            BiConsumer<? super @Nullable Object, ? super @Nullable Throwable> follower) {
        if (isDone()) {
            super.whenComplete(follower);
            return this;
        }
        if (followers.isEmpty()) {
            super.whenComplete((value, failure) -> followers.forEach(each -> each.accept(value, failure)));
        }
        followers.add(follower);
        return this;
    }
}
