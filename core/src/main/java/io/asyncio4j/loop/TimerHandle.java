package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import org.jspecify.annotations.Nullable;

/// A callback scheduled for a time: asyncio's `TimerHandle`. Loop-confined.
///
/// Timers are ordered as they are due: by deadline, and those of one deadline as they were scheduled. They are equal only
/// to themselves.
public final class TimerHandle extends Handle implements Comparable<TimerHandle> {
    private final EventLoop loop;
    private final double when;
    long sequence;
    boolean queued;

    TimerHandle(EventLoop loop, double when, Runnable callback, @Nullable Context context) {
        super(loop, callback, context);
        this.loop = loop;
        this.when = when;
    }

    /// The deadline, in seconds of the loop's clock.
    public double when() {
        return when;
    }

    @Override
    public void cancel() {
        if (!cancelled()) {
            super.cancel();
            if (queued) {
                loop.timerCancelled();
            }
        }
    }

    @Override
    public int compareTo(TimerHandle other) {
        int byDeadline = Double.compare(when, other.when);
        return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
    }

    @Override
    String kind() {
        return "TimerHandle";
    }

    @Override
    String details() {
        return " when=" + when;
    }
}
