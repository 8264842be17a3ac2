package io.asyncio4j.sync;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A meeting point for a fixed number of tasks, usable again and again: asyncio's `Barrier`.
///
/// Loop-confined, not thread-safe. `asyncWith(barrier, index -> ...)` waits and gives the body the index; leaving the
/// block does nothing.
/*
 * Implementation note. All state changes happen under one condition, whose notifications tell every task to look again.
 *
 *              last party arrives              last party leaves
 *   FILLING -----------------------> DRAINING -------------------> FILLING
 *      | reset() with tasks inside                                    ^
 *      +------------------------------> RESETTING --------------------+
 *   any --- abort() ---> BROKEN --- reset() with no task inside ---> FILLING
 *
 * | state | a task that arrives | a task that waits inside |
 * |---|---|---|
 * | FILLING | goes in | goes on waiting |
 * | DRAINING | waits outside | leaves with its index |
 * | RESETTING | waits outside | leaves with BrokenBarrierException |
 * | BROKEN | BrokenBarrierException | leaves with BrokenBarrierException |
 *
 * `inside` counts tasks between going in and leaving, in every state.
 */
public final class Barrier implements AsyncContextManager<Integer> {
    private enum State {
        FILLING, DRAINING, RESETTING, BROKEN
    }

    private final Condition changed = new Condition();
    private final Awaitable<Integer> waiting = this::aenter;
    private final int parties;
    private State state = State.FILLING;
    private int inside;

    /// A barrier for this many tasks.
    ///
    /// @throws IllegalArgumentException if the number is less than 1
    public Barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException(
                    "Barrier has too few parties: " + parties + "; it takes 1 or more");
        }
        this.parties = parties;
    }

    /// Waits until all parties have come: asyncio's `wait()`, a name that `Object` has taken.
    ///
    /// @return a coroutine that gives each task a number of its own from 0 to parties - 1, in the order in which they
    ///         came, or throws [BrokenBarrierException]
    public Coroutine<Integer> waitFor() {
        return Coroutine.of(waiting);
    }

    /// Makes the barrier empty and usable. Tasks that wait inside get a [BrokenBarrierException].
    public Coroutine<@Nullable Void> reset() {
        return Coroutine.of(() -> {
            changed.aenter();
            try {
                if (inside == 0) {
                    state = State.FILLING;
                } else {
                    state = State.RESETTING;
                }
                changed.notifyAllWaiters();
            } finally {
                changed.release();
            }
            return null;
        });
    }

    /// Makes the barrier unusable until a reset. Tasks that wait, and tasks that come, get a [BrokenBarrierException].
    public Coroutine<@Nullable Void> abort() {
        return Coroutine.of(() -> {
            changed.aenter();
            try {
                state = State.BROKEN;
                changed.notifyAllWaiters();
            } finally {
                changed.release();
            }
            return null;
        });
    }

    /// How many tasks it takes to pass.
    public int parties() {
        return parties;
    }

    /// How many tasks wait for the others to come; 0 while tasks leave.
    public int nWaiting() {
        return state == State.FILLING ? inside : 0;
    }

    /// Whether it was aborted and not reset since.
    public boolean broken() {
        return state == State.BROKEN;
    }

    /// Waits on the calling coroutine's stack; see [#waitFor()].
    @Override
    public Integer aenter() throws Exception {
        changed.aenter();
        try {
            changed.waitUntil(() -> state != State.DRAINING && state != State.RESETTING);
            if (state == State.BROKEN) {
                throw new BrokenBarrierException(
                        "wait failed: " + this + " was aborted; reset it before it is used again");
            }
            return meet();
        } finally {
            changed.release();
        }
    }

    /// Does nothing.
    @Override
    public boolean aexit(@Nullable Throwable failure) {
        return false;
    }

    private int meet() throws Exception {
        int index = inside++;
        try {
            if (inside == parties) {
                state = State.DRAINING;
                changed.notifyAllWaiters();
            } else {
                changed.waitUntil(() -> state != State.FILLING);
                if (state != State.DRAINING) {
                    throw new BrokenBarrierException("wait failed: " + this
                            + " was aborted or reset; let all parties start over");
                }
            }
            return index;
        } finally {
            if (--inside == 0) {
                if (state != State.BROKEN) {
                    state = State.FILLING;
                }
                changed.notifyAllWaiters();
            }
        }
    }

    int inside() {
        return inside;
    }

    @Override
    public String toString() {
        return "<Barrier [" + state.name().toLowerCase(Locale.ROOT)
                + (broken() ? "" : ", waiters:" + nWaiting() + "/" + parties) + "]>";
    }
}
