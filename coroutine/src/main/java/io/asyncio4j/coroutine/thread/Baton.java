package io.asyncio4j.coroutine.thread;

import io.asyncio4j.coroutine.engine.Mount;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Who has control on a thread that drives strands: the thread itself or one of them. Whoever has it passes it on and
/// waits. Confined to who has control, except `holder`, which the others watch.
/*
 * | holder   | who runs             | the thread itself               | the strand that passed it on | other strands |
 * |----------|----------------------|---------------------------------|------------------------------|---------------|
 * | null     | the thread, its loop | runs                            | looks out, then parked       | parked        |
 * | a strand | the strand's thread  | looks out, then parked; errands | looks out, then parked       | parked        |
 *
 * Looking out is spinning for a moment, because waking up takes longer than what the other side mostly does: a callback
 * between two steps of a task, or the step of the only other task. A strand looks out for the thread only while that is
 * awake, and for another strand only until that has passed control on.
 */
final class Baton {
    private static final int MOST_IDLE = 64;

    private final Mount mount;
    private final Thread thread;
    private final LookOut lookOut = new LookOut();
    private final ArrayDeque<StrandThread> idle = new ArrayDeque<>();
    private volatile @Nullable ThreadStrand holder;
    private boolean relaying;

    private Baton(Mount mount) {
        this.mount = mount;
        this.thread = mount.thread();
    }

    static Baton of(Mount mount) {
        Baton there = (Baton) mount.engines();
        if (there == null) {
            there = new Baton(mount);
            mount.setEngines(there);
        }
        return there;
    }

    Mount mount() {
        return mount;
    }

    @Nullable ThreadStrand holder() {
        return holder;
    }

    void pass(@Nullable ThreadStrand to) {
        holder = to;
    }

    void passBack() {
        holder = null;
        LockSupport.unpark(thread);
    }

    /// Waits on the thread itself until control has come back, and runs errands meanwhile.
    ///
    /// @param to who had control when the thread gave it away: null, or the strand whose errand it runs
    void await(@Nullable ThreadStrand to) {
        if (!thread.isVirtual() && lookOut.tries()) {
            long end = System.nanoTime() + LookOut.FOR_THREAD_NANOS;
            while (holder != to && System.nanoTime() - end < 0) {
                mount.runErrand();
                Thread.onSpinWait();
            }
            lookOut.tell(holder == to);
            if (holder == to) {
                return;
            }
        }
        boolean interrupted = false;
        mount.setAwake(false);
        while (holder != to) {
            mount.runErrand();
            if (holder != to) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        mount.setAwake(true);
        if (interrupted) {
            thread.interrupt();
        }
    }

    /// On a strand's thread that has just passed control on, for a moment.
    void lookOut(ThreadStrand mine, LookOut by) {
        ThreadStrand to = holder;
        if (to == null) {
            long end = System.nanoTime() + LookOut.FOR_THREAD_NANOS;
            while (LookOut.PAYS && !thread.isVirtual() && holder == null && mount.isAwake()
                    && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
        } else if (to != mine && by.tries()) {
            long end = System.nanoTime() + LookOut.FOR_STRAND_NANOS;
            while (holder == to && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            by.tell(holder == mine);
        }
    }

    // ---- idle threads

    /// A thread for a strand that starts.
    StrandThread idleThread() {
        StrandThread kept = idle.pollLast();
        return kept == null ? new StrandThread() : kept;
    }

    /// Keeps a thread whose strand has ended, if the loop has such use and there are not enough.
    boolean keep(StrandThread ended) {
        return relaying && idle.size() < MOST_IDLE && idle.add(ended);
    }

    /// The loop begins to relay, or ends: then idle threads end.
    void setRelaying(boolean on) {
        relaying = on;
        for (StrandThread kept = on ? null : idle.poll(); kept != null; kept = idle.poll()) {
            kept.end();
        }
    }
}
