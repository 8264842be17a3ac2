package io.asyncio4j.loop;

import io.asyncio4j.context.Context;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/// The handle of a callback that came from another thread. Thread-safe: of cancelling and starting, one wins.
final class ThreadsafeHandle extends Handle {
    private static final AtomicIntegerFieldUpdater<ThreadsafeHandle> STATE =
            AtomicIntegerFieldUpdater.newUpdater(ThreadsafeHandle.class, "state");
    private static final int PENDING = 0;
    private static final int STARTED = 1;
    private static final int CANCELLED = 2;

    // The link of ThreadsafeQueue.
    @Nullable ThreadsafeHandle next;
    private volatile int state;

    ThreadsafeHandle(EventLoop loop, Runnable callback, Context context) {
        super(loop, callback, context);
    }

    @Override
    public void cancel() {
        if (!STATE.compareAndSet(this, PENDING, CANCELLED) && loop.inLoop()) {
            super.cancel();
        }
    }

    @Override
    public boolean cancelled() {
        return state == CANCELLED || super.cancelled();
    }

    @Override
    void run() {
        if (STATE.compareAndSet(this, PENDING, STARTED)) {
            super.run();
        }
    }
}
