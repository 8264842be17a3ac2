package io.asyncio4j.loop;

import io.asyncio4j.context.Context;

/// A callback scheduled for a time: asyncio's `TimerHandle`. Loop-confined.
public final class TimerHandle extends Handle {
    private final double when;
    long sequence;
    boolean queued;

    TimerHandle(EventLoop loop, double when, Runnable callback, Context context) {
        super(loop, callback, context);
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

    boolean before(TimerHandle other) {
        return when < other.when || when == other.when && sequence < other.sequence;
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
