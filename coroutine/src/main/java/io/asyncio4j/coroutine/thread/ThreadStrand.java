package io.asyncio4j.coroutine.thread;

import io.asyncio4j.coroutine.engine.Mount;
import io.asyncio4j.coroutine.engine.Strand;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A strand on a virtual thread of its own. Control is a baton: the driver gives it in [#resume] and waits until the
/// strand gives it back in [#suspend] or by ending. Owner-confined; `holding` is the only field written by both sides.
/*
 * | started | holding | meaning                          | who may run          |
 * |---------|---------|----------------------------------|----------------------|
 * | false   | false   | made                             | driver               |
 * | true    | true    | running                          | strand               |
 * | true    | false   | suspended, or done when done set | driver               |
 *
 * Both sides spin for a moment before they park: the other side is usually back within a few microseconds, and a park
 * and unpark across threads costs ten times that.
 */
final class ThreadStrand implements Strand, Runnable {
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 256 : 0;

    private final Runnable body;
    private final Thread thread;
    private @Nullable Mount mount;
    private @Nullable Mount seen;
    private @Nullable Thread driver;
    private boolean started;
    private volatile boolean done;
    private volatile boolean holding;

    ThreadStrand(Runnable body) {
        this.body = body;
        this.thread = Thread.ofVirtual().name("asyncio4j-strand").unstarted(this);
    }

    @Override
    public void resume(Mount on) {
        Thread me = Thread.currentThread();
        boolean host = me == on.thread();
        mount = on;
        driver = me;
        holding = true;
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
        int spins = SPINS;
        boolean interrupted = false;
        while (holding) {
            if (host) {
                on.runErrand();
            }
            if (spins > 0) {
                spins--;
                Thread.onSpinWait();
            } else if (holding) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            me.interrupt();
        }
    }

    @Override
    public void run() {
        showMount();
        try {
            body.run();
        } finally {
            done = true;
            giveBack();
        }
    }

    @Override
    public @Nullable String suspend() {
        giveBack();
        int spins = SPINS;
        while (!holding) {
            if (spins > 0) {
                spins--;
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
        showMount();
        return null;
    }

    private void giveBack() {
        Thread waiting = driver;
        holding = false;
        LockSupport.unpark(waiting);
    }

    private void showMount() {
        if (seen != mount) {
            seen = mount;
            Mount.OF_STRAND_THREAD.set(mount);
        }
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public StackTraceElement[] stack() {
        // Also while it holds the baton and waits for a strand that it drives itself.
        return started && !done && thread != Thread.currentThread() ? thread.getStackTrace() : new StackTraceElement[0];
    }
}
