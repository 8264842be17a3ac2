package io.asyncio4j.sync.waiting;

import io.asyncio4j.loop.EventLoop;

import org.jspecify.annotations.Nullable;

/// Tasks that wait for the same thing, first come first served.
///
/// Loop-confined; not bound to a loop itself, see [#bind(EventLoop, Object)].
///
/// A waiter stays in line until its task has run and left by [#remove(Waiter)], or until somebody takes it out with
/// [#wakeAndTakeNext()]; in between it may be waiting, woken, or cancelled. Which of the three the rule of a primitive
/// looks at decides its fairness, therefore the wake methods differ:
///
/// | method | looks at | used by |
/// |---|---|---|
/// | [#wakeHead()] | the head only, even if it is already woken or cancelled | Lock |
/// | [#wakeNext()] | the first that still waits | Semaphore |
/// | [#wake(int)] | the first n that still wait | Condition, Event |
/// | [#wakeAndTakeNext()] | the first that still waits; it and those before it leave the line | Queue |
/*
 * Implementation note. A doubly linked list through the waiters themselves: leaving from the middle, which every
 * cancelled waiter does, takes constant time, and standing in line allocates nothing but the future.
 *
 * Invariants: a waiter stands in the line that made it or, its `previous` being null, in none; size counts the linked
 * ones; the head's `previous` is the last in line, so that the usual line of one takes a single store into this object.
 */
public final class WaiterQueue {
    private @Nullable Waiter head;
    private int size;

    /// The loop a primitive is bound to from its first contended use on.
    ///
    /// @param bound what it is bound to so far
    /// @param owner the primitive, for the message
    /// @return the running loop
    /// @throws IllegalStateException if there is no running loop, or it is not `bound`
    public static EventLoop bind(@Nullable EventLoop bound, Object owner) {
        EventLoop running = EventLoop.running();
        if (bound != null && bound != running) {
            throw new IllegalStateException(
                    "wait failed: " + owner + " is bound to a different event loop (" + bound
                            + ", running is " + running + "); make one for each loop");
        }
        return running;
    }

    /// Puts a new waiter at the end of the line.
    public Waiter add(EventLoop loop) {
        Waiter waiter = new Waiter(loop);
        add(waiter);
        return waiter;
    }

    /// Puts this waiter at the end of the line.
    public void add(Waiter waiter) {
        Waiter first = head;
        if (first == null) {
            head = waiter;
            waiter.previous = waiter;
        } else {
            Waiter last = before(first);
            last.next = waiter;
            waiter.previous = last;
            first.previous = waiter;
        }
        size++;
    }

    /// Takes a waiter out of the line, wherever it stands; nothing if it has left.
    public void remove(Waiter waiter) {
        if (waiter.previous == null) {
            return;
        }
        Waiter first = head;
        Waiter before = before(waiter);
        Waiter after = waiter.next;
        if (waiter == first) {
            head = after;
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
            waiter.next = null;
        } else if (first != null) {
            first.previous = before;
        }
        waiter.previous = null;
        size--;
    }

    /// Wakes the head, unless it is already on its way.
    public void wakeHead() {
        if (head != null) {
            head.wake();
        }
    }

    /// Wakes the first that still waits.
    ///
    /// @return whether there was one
    public boolean wakeNext() {
        for (Waiter waiter = head; waiter != null; waiter = waiter.next) {
            if (waiter.wake()) {
                return true;
            }
        }
        return false;
    }

    /// Wakes the first `count` that still wait.
    public void wake(int count) {
        int left = count;
        for (Waiter waiter = head; waiter != null && left > 0; waiter = waiter.next) {
            if (waiter.wake()) {
                left--;
            }
        }
    }

    /// Wakes the first that still waits, and takes it and those before it out of the line.
    ///
    /// @return whether there was one
    public boolean wakeAndTakeNext() {
        for (Waiter waiter = head; waiter != null; waiter = head) {
            remove(waiter);
            if (waiter.wake()) {
                return true;
            }
        }
        return false;
    }

    /// Whether nobody stands in line who was not cancelled; also true of an empty line.
    public boolean allCancelled() {
        for (Waiter waiter = head; waiter != null; waiter = waiter.next) {
            if (!waiter.isCancelled()) {
                return false;
            }
        }
        return true;
    }

    private static Waiter before(Waiter waiter) {
        Waiter before = waiter.previous;
        assert before != null : "those in line are linked";
        return before;
    }

    /// How many stand in line: waiting, woken but not yet run, or cancelled but not yet run.
    public int size() {
        return size;
    }

    /// The end of a primitive's `toString`: nothing, or how many wait.
    public String describe() {
        return size == 0 ? "" : ", waiters:" + size;
    }
}
