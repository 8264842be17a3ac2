package io.asyncio4j.sync;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.sync.waiting.Waiter;
import io.asyncio4j.sync.waiting.WaiterQueue;

import org.jspecify.annotations.Nullable;

/// A flag that tasks can wait for: asyncio's `Event`.
///
/// Loop-confined, not thread-safe; bound to the loop of the first wait that suspends.
public final class Event {
    private final WaiterQueue waiters = new WaiterQueue();
    private final Awaitable<Boolean> waiting = this::waitHere;
    private @Nullable EventLoop loop;
    private boolean set;

    /// An event that is not set.
    public Event() {
    }

    /// Waits until the event is set: asyncio's `wait()`, a name that `Object` has taken. Does not suspend if it is set.
    /// A task that waited when the event was set goes on even if the event is cleared before the task runs.
    ///
    /// @return a coroutine that gives true
    public Coroutine<Boolean> waitFor() {
        return Coroutine.of(waiting);
    }

    /// Sets the flag and wakes everybody who waits.
    public void set() {
        if (!set) {
            set = true;
            waiters.wake(Integer.MAX_VALUE);
        }
    }

    /// Clears the flag.
    public void clear() {
        set = false;
    }

    /// Whether the flag is set.
    public boolean isSet() {
        return set;
    }

    private boolean waitHere() throws Exception {
        if (set) {
            return true;
        }
        loop = WaiterQueue.bind(loop, this);
        Waiter waiter = waiters.add(loop);
        try {
            waiter.await();
            return true;
        } finally {
            waiters.remove(waiter);
        }
    }

    WaiterQueue waiters() {
        return waiters;
    }

    @Override
    public String toString() {
        return "<Event [" + (set ? "set" : "unset") + waiters.describe() + "]>";
    }
}
