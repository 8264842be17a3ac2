package io.asyncio4j.queue;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A queue that gives the smallest item first: asyncio's `PriorityQueue`. Items that compare equal come out in the order
/// in which they were put in.
///
/// Loop-confined, not thread-safe.
///
/// @param <T> the items
public final class PriorityQueue<T extends @Nullable Object> extends Queue<T> {

    /// A queue in natural order that is never full. Its items must be `Comparable`.
    public PriorityQueue() {
        this(UNLIMITED);
    }

    /// A queue in natural order that is full with `maxsize` items. Its items must be `Comparable`; a put of one that is
    /// not throws `ClassCastException`.
    ///
    /// @throws IllegalArgumentException if `maxsize` is less than 1
    @SuppressWarnings("unchecked")
    public PriorityQueue(int maxsize) {
        this(maxsize, (Comparator<T>) Comparator.naturalOrder());
    }

    /// A queue in this order that is never full.
    public PriorityQueue(Comparator<? super T> order) {
        this(UNLIMITED, order);
    }

    /// A queue in this order that is full with `maxsize` items.
    ///
    /// @throws IllegalArgumentException if `maxsize` is less than 1
    public PriorityQueue(int maxsize, Comparator<? super T> order) {
        super(maxsize, new SmallestFirst<>(Objects.requireNonNull(order, "order")));
    }
}
