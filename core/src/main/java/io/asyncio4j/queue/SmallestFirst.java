package io.asyncio4j.queue;

import java.util.Comparator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A heap of items: the order of [PriorityQueue]. Loop-confined.
///
/// Items that compare equal come out in the order in which they came in, so that runs are repeatable: the number of
/// arrival breaks the tie.
final class SmallestFirst<T extends @Nullable Object> implements Items<T> {
    private final java.util.PriorityQueue<Entry<T>> heap;
    private long arrivals;

    private record Entry<T extends @Nullable Object>(T item, long arrival) {
    }

    SmallestFirst(Comparator<? super T> order) {
        heap = new java.util.PriorityQueue<>((a, b) -> {
            int byOrder = order.compare(a.item, b.item);
            return byOrder != 0 ? byOrder : Long.compare(a.arrival, b.arrival);
        });
    }

    @Override
    public void add(T item) {
        heap.add(new Entry<>(item, arrivals++));
    }

    @Override
    public T remove() {
        return heap.remove().item;
    }

    @Override
    public int size() {
        return heap.size();
    }

    @Override
    public String toString() {
        return heap.stream().map(entry -> String.valueOf(entry.item))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
