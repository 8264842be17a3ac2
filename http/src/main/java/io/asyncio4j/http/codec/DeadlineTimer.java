package io.asyncio4j.http.codec;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.TimerHandle;
import org.jspecify.annotations.Nullable;

/// A timer whose deadline moves often and fires seldom. Loop-confined.
///
/// Moving the deadline further away touches no heap: the timer in the loop fires early, sees that, and sets itself again.
final class DeadlineTimer {

    private final EventLoop loop;
    private final Runnable action;
    private double deadline = Double.POSITIVE_INFINITY;
    private @Nullable TimerHandle armed;

    DeadlineTimer(EventLoop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    /// Fires in `seconds`, infinite for never, unless moved again.
    void in(double seconds) {
        deadline = loop.time() + seconds;
        TimerHandle timer = armed;
        if (seconds == Double.POSITIVE_INFINITY || (timer != null && timer.when() <= deadline)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        armed = loop.callAt(deadline, this::fire);
    }

    /// Does not fire until set again; the timer in the loop stays for the next deadline.
    void clear() {
        deadline = Double.POSITIVE_INFINITY;
    }

    /// Takes the timer out of the loop.
    void close() {
        deadline = Double.POSITIVE_INFINITY;
        TimerHandle timer = armed;
        armed = null;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void fire() {
        armed = null;
        if (deadline == Double.POSITIVE_INFINITY) {
            return;
        }
        if (loop.time() >= deadline) {
            deadline = Double.POSITIVE_INFINITY;
            action.run();
        } else {
            armed = loop.callAt(deadline, this::fire);
        }
    }
}
