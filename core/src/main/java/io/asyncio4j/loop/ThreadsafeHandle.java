package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Host;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/// The handle of a callback that came from another thread. Thread-safe: of cancelling and starting, one wins, and a
/// cancellation from another thread returns only when the callback does not run (any more).
/*
 * | state     | becomes                                                              |
 * |-----------|----------------------------------------------------------------------|
 * | PENDING   | RUNNING when the loop takes it; CANCELLED by any thread, or dropped  |
 * | RUNNING   | ENDED; whoever cancels it on another thread waits for that           |
 * | ENDED     | -; a later cancellation is only remembered, as with any handle       |
 * | CANCELLED | -                                                                    |
 *
 * `watched` is set before the state is read, and the state before `watched` is read, so that no wait is missed.
 */
final class ThreadsafeHandle extends Handle {
    private static final AtomicIntegerFieldUpdater<ThreadsafeHandle> STATE =
            AtomicIntegerFieldUpdater.newUpdater(ThreadsafeHandle.class, "state");
    private static final int PENDING = 0;
    private static final int RUNNING = 1;
    private static final int ENDED = 2;
    private static final int CANCELLED = 3;

    private final EventLoop loop;
    // The link of ThreadsafeQueue.
    @Nullable ThreadsafeHandle next;
    private volatile int state;
    private volatile boolean watched;

    ThreadsafeHandle(EventLoop loop, Runnable callback, Context context) {
        super(loop, callback, context);
        this.loop = loop;
    }

    @Override
    public void cancel() {
        if (!STATE.compareAndSet(this, PENDING, CANCELLED) && state == RUNNING && !loop.inLoop()) {
            awaitEnd();
        }
        super.cancel();
    }

    private void awaitEnd() {
        watched = true;
        boolean interrupted = false;
        synchronized (this) {
            while (state == RUNNING) {
                try {
                    wait();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean cancelled() {
        return state == CANCELLED || super.cancelled();
    }

    @Override
    void drop() {
        if (STATE.compareAndSet(this, PENDING, CANCELLED)) {
            super.drop();
        }
    }

    @Override
    void run(Host host) {
        if (!STATE.compareAndSet(this, PENDING, RUNNING)) {
            return;
        }
        try {
            super.run(host);
        } finally {
            state = ENDED;
            if (watched) {
                synchronized (this) {
                    notifyAll();
                }
            }
        }
    }
}
