package io.asyncio4j.sync;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.sync.waiting.Waiter;
import io.asyncio4j.sync.waiting.WaiterQueue;
import io.asyncio4j.task.CancelledError;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A lock together with the right to wait, without it, until another task has changed something: asyncio's `Condition`.
///
/// Loop-confined, not thread-safe; bound to the loop of its first wait. A wait may end though nobody notified it (a
/// notification that reached a cancelled task is passed on), so check in a loop, or use [#waitFor(BooleanSupplier)].
/*
 * Implementation note. A wait goes through three phases:
 *
 * | phase | holds the lock | a cancellation |
 * |---|---|---|
 * | in line here | no | ends the phase; kept |
 * | in line for the lock | no | kept, the latest wins; the phase goes on, because the caller's block relies on the lock |
 * | has the lock | yes | delivered if one was kept |
 *
 * Whatever leaves a wait as an exception may have used up a notification, so it notifies one other waiter.
 */
public final class Condition implements AsyncContextManager<@Nullable Void> {
    private final Lock lock;
    private final WaiterQueue waiters = new WaiterQueue();
    private final Awaitable<Boolean> waiting = this::waitHere;
    private @Nullable EventLoop loop;

    /// A condition with a lock of its own.
    public Condition() {
        this(new Lock());
    }

    /// A condition over this lock, which several conditions may share.
    public Condition(Lock lock) {
        this.lock = Objects.requireNonNull(lock, "lock");
    }

    /// Acquires the lock; see [Lock#acquire()].
    public Coroutine<Boolean> acquire() {
        return lock.acquire();
    }

    /// Releases the lock; see [Lock#release()].
    public void release() {
        lock.release();
    }

    /// Whether somebody has the lock.
    public boolean locked() {
        return lock.locked();
    }

    /// Releases the lock, waits to be notified, and takes the lock again: asyncio's `wait()`, a name that `Object` has
    /// taken. The lock is held again also when the wait is cancelled.
    ///
    /// @return a coroutine that gives true, or throws `IllegalStateException` if the lock is not held
    public Coroutine<Boolean> waitFor() {
        return Coroutine.of(waiting);
    }

    /// Waits, as often as needed, until `predicate` holds: asyncio's `wait_for()`.
    ///
    /// @return a coroutine that gives true
    public Coroutine<Boolean> waitFor(BooleanSupplier predicate) {
        Objects.requireNonNull(predicate, "predicate");
        return Coroutine.of(() -> waitUntil(predicate));
    }

    /// Wakes one waiting task; see [#notify(int)]. (Its name differs from asyncio's `notify()` because `Object` has taken
    /// that.)
    public void notifyOne() {
        notify(1);
    }

    /// Wakes at most `count` waiting tasks. They go on when the caller has released the lock.
    ///
    /// @throws IllegalStateException if the lock is not held
    public void notify(int count) {
        if (!lock.locked()) {
            throw new IllegalStateException(
                    "notify failed: the lock of " + this + " is not acquired; notify inside"
                            + " asyncWith(condition, ...)");
        }
        waiters.wake(count);
    }

    /// Wakes all waiting tasks: asyncio's `notify_all()`.
    ///
    /// @throws IllegalStateException if the lock is not held
    public void notifyAllWaiters() {
        notify(Integer.MAX_VALUE);
    }

    /// Waits for the lock on the calling coroutine's stack.
    @Override
    public @Nullable Void aenter() throws Exception {
        return lock.aenter();
    }

    /// Releases the lock. Does not await.
    @Override
    public boolean aexit(@Nullable Throwable failure) {
        return lock.aexit(failure);
    }

    boolean waitUntil(BooleanSupplier predicate) throws Exception {
        while (!predicate.getAsBoolean()) {
            waitHere();
        }
        return true;
    }

    private boolean waitHere() throws Exception {
        if (!lock.locked()) {
            throw new IllegalStateException(
                    "wait failed: the lock of " + this + " is not acquired; wait inside"
                            + " asyncWith(condition, ...)");
        }
        EventLoop running = WaiterQueue.bind(loop, this);
        if (running != loop) {
            loop = running;
        }
        Waiter waiter = waiters.add(running);
        lock.release();
        try {
            try {
                waiter.await();
                return true;
            } finally {
                waiters.remove(waiter);
                takeLockAgain();
            }
        } catch (Throwable failure) {
            waiters.wake(1);
            throw failure;
        }
    }

    @SuppressWarnings("Finally")
    private void takeLockAgain() throws Exception {
        CancelledError latest = null;
        while (true) {
            try {
                lock.take();
                break;
            } catch (CancelledError cancelled) {
                latest = cancelled;
            }
        }
        if (latest != null) {
            throw latest;
        }
    }

    WaiterQueue waiters() {
        return waiters;
    }

    @Override
    public String toString() {
        return "<Condition [" + (locked() ? "locked" : "unlocked") + waiters.describe() + "]>";
    }
}
