package io.asyncio4j.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A ring of items: the order of [Queue]. Loop-confined. (`ArrayDeque` refuses null, which a queue may carry.)
final class FirstInFirstOut<T extends @Nullable Object> implements Items<T> {
    // Length is a power of two; the items are at head, head + 1, ... modulo the length.
    private @Nullable Object[] ring = new @Nullable Object[8];
    private int head;
    private int size;

    @Override
    public void add(T item) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = item;
        size++;
    }

    @Override
    public T remove() {
        T item = at(head);
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        return item;
    }

    @Override
    public int size() {
        return size;
    }

    private void grow() {
        @Nullable Object[] wider = new @Nullable Object[2 * size];
        int first = ring.length - head;
        System.arraycopy(ring, head, wider, 0, first);
        System.arraycopy(ring, 0, wider, first, head);
        ring = wider;
        head = 0;
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private T at(int index) {
        return (T) ring[index];
    }

    @Override
    public String toString() {
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(at((head + i) & (ring.length - 1)));
        }
        return list.toString();
    }
}
