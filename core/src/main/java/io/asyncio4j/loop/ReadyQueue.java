package io.asyncio4j.loop;

import org.jspecify.annotations.Nullable;

/// The loop's first-in first-out queue of handles and steps. Loop-confined.
///
/// It holds plain objects because a handle is not a [io.asyncio4j.loop.spi.Step] in public, and wrapping each would
/// allocate.
/*
 * A chain of short arrays, each used once, the last slot of one holding the next: with G1 a reference stored into an old
 * object costs a fence, which a ring would pay for every step.
 */
final class ReadyQueue {
    private static final int LINK = 127;

    private @Nullable Object[] takes = new Object[LINK + 1];
    private @Nullable Object[] adds = takes;
    private int head;
    private int tail;
    private int size;

    int size() {
        return size;
    }

    void add(Object step) {
        int at = tail;
        if (at == LINK) {
            extend();
            at = 0;
        }
        adds[at] = step;
        tail = at + 1;
        size++;
    }

    /// The oldest, or null.
    @Nullable Object peek() {
        if (head == LINK && size > 0) {
            advance();
        }
        return takes[head];
    }

    /// Takes the oldest; there must be one.
    Object take() {
        if (head == LINK) {
            advance();
        }
        @Nullable Object[] from = takes;
        int at = head;
        Object step = from[at];
        assert step != null : "take is called only when size() > 0";
        from[at] = null;
        head = at + 1;
        size--;
        return step;
    }

    /// Takes all, and tells the handles among them that they never run.
    void drop() {
        while (size > 0) {
            if (take() instanceof Handle handle) {
                handle.drop();
            }
        }
    }

    private void extend() {
        @Nullable Object[] next = new Object[LINK + 1];
        adds[LINK] = next;
        adds = next;
    }

    private void advance() {
        Object[] next = (Object[]) takes[LINK];
        assert next != null : "advance is called only when size() > 0";
        takes = next;
        head = 0;
    }
}
