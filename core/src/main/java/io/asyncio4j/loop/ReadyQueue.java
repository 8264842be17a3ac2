package io.asyncio4j.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The loop's first-in first-out queue of handles and steps: a ring that doubles. Loop-confined.
///
/// It holds plain objects because a handle is not a [io.asyncio4j.loop.spi.Step] in public, and wrapping each would
/// allocate.
final class ReadyQueue {
    private @Nullable Object[] ring = new Object[64];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(Object step) {
        @Nullable Object[] slots = ring;
        if (size == slots.length) {
            slots = grow();
        }
        slots[head + size & slots.length - 1] = step;
        size++;
    }

    /// The oldest, or null.
    @Nullable Object peek() {
        return ring[head];
    }

    /// Takes the oldest; there must be one.
    Object take() {
        @Nullable Object[] slots = ring;
        Object step = slots[head];
        assert step != null : "take is called only when size() > 0";
        slots[head] = null;
        head = head + 1 & slots.length - 1;
        size--;
        return step;
    }

    void clear() {
        Arrays.fill(ring, null);
        head = 0;
        size = 0;
    }

    private @Nullable Object[] grow() {
        @Nullable Object[] bigger = new Object[2 * ring.length];
        int tail = ring.length - head;
        System.arraycopy(ring, head, bigger, 0, tail);
        System.arraycopy(ring, 0, bigger, tail, head);
        ring = bigger;
        head = 0;
        return bigger;
    }
}
