package io.asyncio4j.sync;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.sync.waiting.Waiter;
import io.asyncio4j.sync.waiting.WaiterQueue;
import io.asyncio4j.task.CancelledError;

import org.jspecify.annotations.Nullable;

/// A number of permits: asyncio's `Semaphore`. Fair: tasks get permits in the order in which they asked.
///
/// Loop-confined, not thread-safe; bound to the loop of its first contended use. [#release()] may be called by a task
/// that has no permit and then makes one more; [BoundedSemaphore] refuses that.
/*
 * Implementation note. A release that finds a waiter takes the new permit back at once on behalf of that waiter, so a
 * newcomer cannot have it. Therefore:
 *
 * | who | permit | then |
 * |---|---|---|
 * | woken waiter runs | already counted | goes on |
 * | woken, then cancelled waiter runs | already counted | gives it back, which may wake another |
 * | cancelled waiter runs | none | leaves the line |
 *
 * While anybody is in line who was not cancelled the semaphore counts as locked, even with permits left over from
 * several releases in one iteration: each waiter that leaves hands on what is left.
 */
public sealed class Semaphore implements AsyncContextManager<@Nullable Void> permits BoundedSemaphore {
    private final WaiterQueue waiters = new WaiterQueue();
    private final Awaitable<Boolean> acquiring = this::take;
    private @Nullable EventLoop loop;
    private int permits;

    /// A semaphore with one permit.
    public Semaphore() {
        this(1);
    }

    /// A semaphore with this many permits.
    ///
    /// @throws IllegalArgumentException if the number is negative
    public Semaphore(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("Semaphore has a negative number of permits: " + permits
                    + "; start with 0 or more");
        }
        this.permits = permits;
    }

    /// Takes a permit, and waits for one if there is none or others wait. Does not suspend otherwise.
    ///
    /// @return a coroutine that gives true
    public Coroutine<Boolean> acquire() {
        return Coroutine.of(acquiring);
    }

    /// Gives a permit back and wakes the first task in line.
    public void release() {
        permits++;
        wakeNext();
    }

    /// Whether an acquire would have to wait: no permit is left, or others are in line.
    public boolean locked() {
        return permits == 0 || !waiters.allCancelled();
    }

    /// Waits for a permit on the calling coroutine's stack.
    @Override
    public @Nullable Void aenter() throws Exception {
        take();
        return null;
    }

    /// Gives the permit back. Does not await.
    @Override
    public boolean aexit(@Nullable Throwable failure) {
        release();
        return false;
    }

    private boolean take() throws Exception {
        if (!locked()) {
            permits--;
            return true;
        }
        EventLoop running = WaiterQueue.bind(loop, this);
        if (running != loop) {
            loop = running;
        }
        Waiter waiter = waiters.add(running);
        try {
            try {
                waiter.await();
            } finally {
                waiters.remove(waiter);
            }
        } catch (CancelledError cancelled) {
            if (waiter.isWoken()) {
                permits++;
            }
            throw cancelled;
        } finally {
            while (permits > 0 && wakeNext()) {
                // each round hands on one permit
            }
        }
        return true;
    }

    private boolean wakeNext() {
        boolean woke = waiters.wakeNext();
        if (woke) {
            permits--;
        }
        return woke;
    }

    int permits() {
        return permits;
    }

    WaiterQueue waiters() {
        return waiters;
    }

    @Override
    public String toString() {
        return "<" + getClass().getSimpleName() + " [" + (locked() ? "locked" : "unlocked, value:" + permits)
                + waiters.describe() + "]>";
    }
}
