package io.asyncio4j.coroutine.thread;

import io.asyncio4j.coroutine.engine.Mount;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A virtual thread that carries strands, one after the other. When one has ended, the loop's next step is often the start
/// of another: it begins on the same thread, without a switch. Confined to who has control, but for what is volatile.
/*
 * | strand | ended | meaning                                            | becomes                                 |
 * |--------|-------|----------------------------------------------------|-----------------------------------------|
 * | null   | false | made, or idle: kept by the baton                   | carrying by give; ended by end          |
 * | set    | false | carries the strand, which runs or waits            | idle or ended by rest; the next strand  |
 * | null   | true  | ends                                               |                                         |
 */
final class StrandThread implements Runnable {
    private final Thread thread = Thread.ofVirtual().name("asyncio4j-strand").unstarted(this);
    private final LookOut lookOut = new LookOut();
    private volatile @Nullable ThreadStrand strand;
    private volatile boolean ended;
    private boolean started;
    private @Nullable Mount seen;

    /// A strand to carry, to one that carries none.
    void give(ThreadStrand next) {
        strand = next;
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
    }

    /// After a strand's end.
    ///
    /// @param kept whether it will get another one, or ends
    void rest(boolean kept) {
        strand = null;
        ended = !kept;
    }

    /// Lets one that carries no strand end.
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        for (ThreadStrand next = strand; next != null; next = awaitStrand()) {
            while (next != null) {
                show(next.baton().mount());
                next = next.run(this);
            }
        }
    }

    private @Nullable ThreadStrand awaitStrand() {
        if (!ended && lookOut.tries()) {
            long end = System.nanoTime() + LookOut.FOR_STRAND_NANOS;
            while (strand == null && !ended && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            lookOut.tell(strand != null);
        }
        while (strand == null && !ended) {
            LockSupport.park(this);
            Thread.interrupted();
        }
        return strand;
    }

    /// Waits on this thread until `mine` has control.
    void await(ThreadStrand mine) {
        boolean interrupted = false;
        mine.baton().lookOut(mine, lookOut);
        while (mine.baton().holder() != mine) {
            LockSupport.park(mine);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
        show(mine.baton().mount());
    }

    private void show(Mount mount) {
        if (seen != mount) {
            seen = mount;
            Mount.OF_STRAND_THREAD.set(mount);
        }
    }

    void unpark() {
        LockSupport.unpark(thread);
    }

    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    StackTraceElement[] stack() {
        return thread.getStackTrace();
    }
}
