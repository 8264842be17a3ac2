package io.asyncio4j.sync;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.sync.waiting.Waiter;
import io.asyncio4j.sync.waiting.WaiterQueue;
import io.asyncio4j.task.CancelledError;

import org.jspecify.annotations.Nullable;

/// A mutual exclusion lock for tasks: asyncio's `Lock`. Fair: tasks get it in the order in which they asked.
///
/// Loop-confined, not thread-safe; bound to the loop of its first contended use. It belongs to no task: any task may
/// release it, and it is not reentrant. Use `asyncWith(lock, body)`, or [#acquire()] and [#release()] with `finally`.
/*
 * Implementation note. States: unlocked or locked, with a line of waiters.
 *
 * Releasing hands over permission, not the lock: it marks the lock free and wakes the head of the line; the woken task
 * takes the lock when it runs. Until then nobody can overtake, because the fast path of acquire needs a line of nothing
 * but cancelled waiters. So with several waiters, each runs one iteration of the loop after the one before it has
 * released.
 *
 * | who | is the lock free | then |
 * |---|---|---|
 * | woken waiter runs | yes | takes it |
 * | cancelled waiter runs (woken before or not) | yes | wakes the new head, else a wake-up would be lost |
 * | cancelled waiter runs | no | leaves the line; release() will see to the rest |
 */
public final class Lock implements AsyncContextManager<@Nullable Void> {
    private final WaiterQueue waiters = new WaiterQueue();
    private final Awaitable<Boolean> acquiring = this::take;
    private @Nullable EventLoop loop;
    private boolean locked;

    /// An unlocked lock.
    public Lock() {
    }

    /// Waits until the lock is free, and takes it. Does not suspend if it is free and nobody is in line.
    ///
    /// @return a coroutine that gives true
    public Coroutine<Boolean> acquire() {
        return Coroutine.of(acquiring);
    }

    /// Gives the lock back and wakes the first task in line.
    ///
    /// @throws IllegalStateException if it is not locked
    public void release() {
        if (!locked) {
            throw new IllegalStateException(
                    "release failed: " + this + " is not acquired; acquire it first, and"
                            + " release it once");
        }
        locked = false;
        waiters.wakeHead();
    }

    /// Whether somebody has it.
    public boolean locked() {
        return locked;
    }

    /// Waits for the lock on the calling coroutine's stack.
    @Override
    public @Nullable Void aenter() throws Exception {
        take();
        return null;
    }

    /// Releases the lock. Does not await.
    @Override
    public boolean aexit(@Nullable Throwable failure) {
        release();
        return false;
    }

    boolean take() throws Exception {
        if (!locked && waiters.allCancelled()) {
            locked = true;
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
            if (!locked) {
                waiters.wakeHead();
            }
            throw cancelled;
        }
        locked = true;
        return true;
    }

    WaiterQueue waiters() {
        return waiters;
    }

    @Override
    public String toString() {
        return "<Lock [" + (locked ? "locked" : "unlocked") + waiters.describe() + "]>";
    }
}
