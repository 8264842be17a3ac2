package io.asyncio4j.sync;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.sync.waiting.Waiter;
import io.asyncio4j.sync.waiting.WaiterQueue;
import io.asyncio4j.task.FutureWait;

import org.jspecify.annotations.Nullable;

/// A flag that tasks can wait for: asyncio's `Event`.
///
/// Loop-confined, not thread-safe; bound to the loop of the first wait that suspends.
public final class Event {
    private static final StackTraceElement PLACE =
            new StackTraceElement(Event.class.getName(), "waitFor", "Event.java", -1);

    private final WaiterQueue waiters = new WaiterQueue();
    private final Waiting waiting = new Waiting();
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

    private final class Waiting extends FutureWait<Boolean> {
        @Override
        protected @Nullable Waiter start() {
            if (set) {
                return null;
            }
            EventLoop running = WaiterQueue.bind(loop, Event.this);
            if (running != loop) {
                loop = running;
            }
            Waiter waiter = new Awaited(running);
            waiters.add(waiter);
            return waiter;
        }

        @Override
        public Boolean end(@Nullable Object waited, @Nullable Throwable thrown) throws Exception {
            if (waited instanceof Waiter waiter) {
                waiters.remove(waiter);
                if (thrown == null) {
                    waiter.result();
                }
            }
            if (thrown != null) {
                throw Rethrow.sneaky(thrown);
            }
            return true;
        }
    }

    private static final class Awaited extends Waiter implements FutureWait.Placed {
        Awaited(EventLoop loop) {
            super(loop);
        }

        @Override
        public StackTraceElement place() {
            return PLACE;
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
