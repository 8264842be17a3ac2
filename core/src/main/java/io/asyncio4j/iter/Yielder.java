package io.asyncio4j.iter;

import org.jspecify.annotations.Nullable;

/// The `yield` statement of an [AsyncGenerator], given to its body.
///
/// Loop-confined: only the body, on the generator's own stack, may call it.
///
/// @param <T> the items
public final class Yielder<T extends @Nullable Object> {
    private final GeneratorCore<T> core;

    Yielder(GeneratorCore<T> core) {
        this.core = core;
    }

    /// Gives an item to the consumer and waits until it asks for the next.
    ///
    /// @return what the consumer sends: null unless it used [AsyncGenerator#asend(Object)]
    /// @throws IllegalStateException when it is called from elsewhere than the generator's body
    /// @throws Exception what the consumer throws in, as the same object
    public @Nullable Object yield(T item) throws Exception {
        return core.giveOut(item);
    }
}
