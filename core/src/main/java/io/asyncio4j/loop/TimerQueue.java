package io.asyncio4j.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The loop's timers, earliest deadline first and first-in first-out among equal ones (CPython leaves those undefined).
/// Loop-confined.
/*
 * A 4-ary heap, with the deadlines beside the timers: a comparison then looks at no timer, which with many of them would
 * each time be a miss of the cache. Cancelled timers stay until they reach the head, or until more than half of at least
 * a hundred are cancelled; then the heap is rebuilt without them. Thresholds as in CPython.
 */
final class TimerQueue {
    private static final int MIN_SCHEDULED = 100;

    private double[] deadlines = new double[16];
    private @Nullable TimerHandle[] heap = new TimerHandle[16];
    private int size;
    private int cancelled;
    private long sequence;

    int size() {
        return size;
    }

    void add(TimerHandle timer) {
        timer.sequence = sequence++;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
            deadlines = Arrays.copyOf(deadlines, 2 * size);
        }
        siftUp(size++, timer);
        timer.queued = true;
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
        for (TimerHandle first = peek(); first != null && first.cancelled(); first = peek()) {
            cancelled--;
            remove();
        }
    }

    /// The earliest timer, or null.
    @Nullable TimerHandle peek() {
        return heap[0];
    }

    /// Takes the earliest out; there must be one.
    TimerHandle remove() {
        TimerHandle first = at(0);
        TimerHandle last = at(--size);
        heap[size] = null;
        if (size > 0) {
            siftDown(0, last);
        }
        first.queued = false;
        return first;
    }

    void clear() {
        Arrays.fill(heap, null);
        size = 0;
        cancelled = 0;
    }

    private void rebuild() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            TimerHandle timer = at(i);
            if (timer.cancelled()) {
                timer.queued = false;
            } else {
                put(kept++, timer);
            }
        }
        Arrays.fill(heap, kept, size, null);
        size = kept;
        cancelled = 0;
        for (int i = (size - 2) / 4; i >= 0 && size > 1; i--) {
            siftDown(i, at(i));
        }
    }

    private TimerHandle at(int i) {
        TimerHandle timer = heap[i];
        assert timer != null : "slots below size are filled";
        return timer;
    }

    private void put(int i, TimerHandle timer) {
        heap[i] = timer;
        deadlines[i] = timer.when();
    }

    private void move(int from, int to) {
        heap[to] = heap[from];
        deadlines[to] = deadlines[from];
    }

    /// Whether the timer at `i` is due before this one.
    private boolean before(int i, double deadline, TimerHandle timer) {
        return deadlines[i] < deadline || deadlines[i] == deadline && at(i).sequence < timer.sequence;
    }

    private void siftUp(int from, TimerHandle timer) {
        int i = from;
        double deadline = timer.when();
        while (i > 0) {
            int parent = (i - 1) >>> 2;
            if (before(parent, deadline, timer)) {
                break;
            }
            move(parent, i);
            i = parent;
        }
        put(i, timer);
    }

    private void siftDown(int from, TimerHandle timer) {
        int i = from;
        double deadline = timer.when();
        for (int child = 4 * i + 1; child < size; child = 4 * i + 1) {
            int least = child;
            int end = Math.min(child + 4, size);
            for (int c = child + 1; c < end; c++) {
                if (deadlines[c] < deadlines[least]
                        || deadlines[c] == deadlines[least] && at(c).sequence < at(least).sequence) {
                    least = c;
                }
            }
            if (!before(least, deadline, timer)) {
                break;
            }
            move(least, i);
            i = least;
        }
        put(i, timer);
    }
}
