package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncConsumer;
import org.jspecify.annotations.Nullable;

/// One `asyncFor` with a body, to which a generator is lent. Loop-confined.
final class Loan<T extends @Nullable Object> {
    private final AsyncConsumer<? super T> body;
    private @Nullable Throwable failure;

    Loan(AsyncConsumer<? super T> body) {
        this.body = body;
    }

    /// Runs the body for an item, on the generator's stack.
    ///
    /// @return whether it wants the next
    boolean takes(T item) {
        try {
            body.accept(item);
            return true;
        } catch (Throwable thrown) {
            failure = thrown;
            return false;
        }
    }

    /// What the body has failed with.
    @Nullable Throwable failure() {
        return failure;
    }
}
