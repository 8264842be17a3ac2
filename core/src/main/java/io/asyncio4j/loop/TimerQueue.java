package io.asyncio4j.loop;

import io.asyncio4j.loop.spi.TimedStep;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The loop's timers, handles and steps, earliest deadline first and first-in first-out among equal ones (CPython leaves
/// those undefined). Loop-confined.
/*
 * A 4-ary heap, with the deadlines and the order of scheduling beside the timers: a comparison then looks at no timer, which
 * with many of them would each time be a miss of the cache. Cancelled timers stay until they reach the head, or until more
 * than half of at least a hundred are cancelled; then the heap is rebuilt without them. Thresholds as in CPython.
 */
final class TimerQueue {
    private static final int MIN_SCHEDULED = 100;

    static {
        // Loaded with the loop: a server at its limit of descriptors sets a timer, and could not open the class then.
        Objects.requireNonNull(TimerHandle.class);
    }

    private double[] deadlines = new double[16];
    private long[] sequences = new long[16];
    private @Nullable Object[] heap = new Object[16];
    private int size;
    private int cancelled;
    private long sequence;

    int size() {
        return size;
    }

    /// Adds a [TimerHandle] or [TimedStep].
    void add(double deadline, Object timer) {
        if (size == heap.length) {
            int longer = size + (size >> 1);
            heap = Arrays.copyOf(heap, longer);
            deadlines = Arrays.copyOf(deadlines, longer);
            sequences = Arrays.copyOf(sequences, longer);
        }
        long order = sequence++;
        if (timer instanceof TimerHandle handle) {
            handle.sequence = order;
            handle.queued = true;
        }
        siftUp(size++, deadline, order, timer);
    }

    /// Counts a cancelled timer that is still in the heap.
    void noteCancelled() {
        cancelled++;
    }

    /// Takes back one count: a cancelled timer has left the heap.
    void forgetCancelled() {
        cancelled--;
    }

    /// Drops cancelled timers: from the head, or all of them when they are too many.
    void purge() {
        if (cancelled == 0) {
            return;
        }
        if (size > MIN_SCHEDULED && 2 * cancelled > size) {
            rebuild();
            return;
        }
        while (size > 0 && isCancelled(at(0))) {
            cancelled--;
            remove();
        }
    }

    /// The earliest deadline; there must be one.
    double firstDeadline() {
        return deadlines[0];
    }

    /// Takes the earliest out; there must be one.
    Object remove() {
        Object first = at(0);
        int last = --size;
        Object moved = at(last);
        heap[last] = null;
        if (last > 0) {
            siftDown(0, deadlines[last], sequences[last], moved);
        }
        leave(first);
        return first;
    }

    void clear() {
        Arrays.fill(heap, null);
        size = 0;
        cancelled = 0;
    }

    static boolean isCancelled(Object timer) {
        return timer instanceof TimerHandle handle ? handle.cancelled() : ((TimedStep) timer).isDropped();
    }

    private static void leave(Object timer) {
        if (timer instanceof TimerHandle handle) {
            handle.queued = false;
        } else {
            ((TimedStep) timer).leftTimers();
        }
    }

    private void rebuild() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Object timer = at(i);
            if (isCancelled(timer)) {
                leave(timer);
            } else {
                put(kept++, deadlines[i], sequences[i], timer);
            }
        }
        Arrays.fill(heap, kept, size, null);
        size = kept;
        cancelled = 0;
        for (int i = (size - 2) / 4; i >= 0 && size > 1; i--) {
            siftDown(i, deadlines[i], sequences[i], at(i));
        }
    }

    private Object at(int i) {
        Object timer = heap[i];
        assert timer != null : "slots below size are filled";
        return timer;
    }

    private void put(int i, double deadline, long order, Object timer) {
        heap[i] = timer;
        deadlines[i] = deadline;
        sequences[i] = order;
    }

    private void move(int from, int to) {
        heap[to] = heap[from];
        deadlines[to] = deadlines[from];
        sequences[to] = sequences[from];
    }

    /// Whether the timer at `i` is due before such a one.
    private boolean before(int i, double deadline, long order) {
        return deadlines[i] < deadline || deadlines[i] == deadline && sequences[i] < order;
    }

    private void siftUp(int from, double deadline, long order, Object timer) {
        int i = from;
        while (i > 0) {
            int parent = (i - 1) >>> 2;
            if (before(parent, deadline, order)) {
                break;
            }
            move(parent, i);
            i = parent;
        }
        put(i, deadline, order, timer);
    }

    private void siftDown(int from, double deadline, long order, Object timer) {
        int i = from;
        for (int child = 4 * i + 1; child < size; child = 4 * i + 1) {
            int least = child;
            int end = Math.min(child + 4, size);
            for (int c = child + 1; c < end; c++) {
                if (before(c, deadlines[least], sequences[least])) {
                    least = c;
                }
            }
            if (!before(least, deadline, order)) {
                break;
            }
            move(least, i);
            i = least;
        }
        put(i, deadline, order, timer);
    }
}
