package io.asyncio4j.sync.waiting;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;

import org.jspecify.annotations.Nullable;

/// One place in a [WaiterQueue]: a future that the waiting task awaits and that whoever lets it go on completes.
///
/// Loop-confined.
public class Waiter extends Future<@Nullable Object> {
    // The links of WaiterQueue.
    @Nullable Waiter previous;
    @Nullable Waiter next;

    /// One that stands in no line yet.
    public Waiter(EventLoop loop) {
        super(loop);
    }

    /// Whether it was told to go on: done, and not by a cancellation.
    public boolean isWoken() {
        return isDone() && !isCancelled();
    }

    /// Tells the waiting task to go on, unless it is already on its way.
    ///
    /// @return whether it was still waiting
    boolean wake() {
        if (isDone()) {
            return false;
        }
        setResult(null);
        return true;
    }
}
