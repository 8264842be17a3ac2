package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.AsyncIterable;
import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.StopAsyncIteration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The `async for` statement: lets the for-each statement iterate over an async iterable.
///
/// Thread-safe: holds nothing; what it gives is confined to the calling coroutine.
public final class AsyncFor {
    private AsyncFor() {
    }

    /// Items for a for-each statement inside a coroutine; each step may await. Leaving the loop by `break` or an
    /// exception does not close `items`, as in Python; see [Aclosing]. What a step throws comes out of the statement
    /// as the same object, also a checked exception.
    public static <T extends @Nullable Object> Iterable<T> asyncFor(AsyncIterable<T> items) {
        Objects.requireNonNull(items, "items");
        return () -> new Steps<>(items.aiter());
    }

    /// Runs `body` for each item; each step, and the body, may await. A body that throws ends the iteration and leaves
    /// `items` open, like the `break` of a statement.
    ///
    /// The fast way through an [AsyncGenerator]: the body runs on the generator's stack, and an item costs a call where
    /// the statement takes two switches of stacks. Until the body has ended for good the generator counts as running, so
    /// that nobody else can ask it for an item. On the thread engine the body runs on the generator's thread.
    public static <T extends @Nullable Object> void asyncFor(AsyncIterable<T> items,
            AsyncConsumer<? super T> body) throws Exception {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(body, "body");
        AsyncIterator<T> iterator = items.aiter();
        if (iterator instanceof AsyncGenerator<T> generator) {
            generator.forEach(body);
            return;
        }
        Steps<T> steps = new Steps<>(iterator);
        while (steps.hasNext()) {
            body.accept(steps.next());
        }
    }

    private static final class Steps<T extends @Nullable Object> implements Iterator<T> {
        private final AsyncIterator<T> iterator;
        private @Nullable T item;
        private boolean fetched;
        private boolean ended;

        Steps(AsyncIterator<T> iterator) {
            this.iterator = iterator;
        }

        @Override
        public boolean hasNext() {
            if (!fetched && !ended) {
                try {
                    item = iterator.anext();
                    fetched = true;
                } catch (StopAsyncIteration end) {
                    ended = true;
                } catch (Exception failure) {
                    throw Rethrow.sneaky(failure);
                }
            }
            return fetched;
        }

        @Override
        @SuppressWarnings("NullAway")
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("next called after the last item; ask hasNext first");
            }
            T taken = item;
            item = null;
            fetched = false;
            return taken;
        }
    }
}
