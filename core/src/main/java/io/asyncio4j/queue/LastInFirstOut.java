package io.asyncio4j.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stack of items: the order of [LifoQueue]. Loop-confined.
final class LastInFirstOut<T extends @Nullable Object> implements Items<T> {
    private final List<T> stack = new ArrayList<>();

    @Override
    public void add(T item) {
        stack.add(item);
    }

    @Override
    public T remove() {
        return stack.remove(stack.size() - 1);
    }

    @Override
    public int size() {
        return stack.size();
    }

    @Override
    public String toString() {
        return stack.toString();
    }
}
