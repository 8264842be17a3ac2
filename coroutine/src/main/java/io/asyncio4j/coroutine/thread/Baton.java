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
 * | a strand | the strand's thread  | looks out, then parked; errands | parked                       | parked        |
 *
 * Looking out is spinning for a moment: a callback between two steps of a task takes less time than an operating system's
 * thread takes to wake up. The moment is longer than that, else two that are both too late would stay so for ever. It only
 * pays while the other side has a processor: a strand looks out only for a thread that is awake, and the thread tries
 * ever more seldom while it does not succeed. A strand does not look out for another: it would keep a carrier from it.
 */
final class Baton {
    private static final long MOMENT_NANOS = 50_000;
    private static final int RAREST = 64;
    private static final boolean ONE_PROCESSOR = Runtime.getRuntime().availableProcessors() == 1;
    private static final int MOST_IDLE = 64;

    private final Mount mount;
    private final Thread thread;
    private final boolean looksOut;
    private final ArrayDeque<StrandThread> idle = new ArrayDeque<>();
    private volatile @Nullable ThreadStrand holder;
    private boolean relaying;
    private int penalty;
    private int skips;

    private Baton(Mount mount) {
        this.mount = mount;
        this.thread = mount.thread();
        this.looksOut = !thread.isVirtual() && !ONE_PROCESSOR;
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
        if (looksOut && lookOut(to)) {
            return;
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

    private boolean lookOut(@Nullable ThreadStrand to) {
        if (skips > 0) {
            skips--;
            return false;
        }
        long end = System.nanoTime() + MOMENT_NANOS;
        while (holder != to) {
            mount.runErrand();
            if (System.nanoTime() - end > 0) {
                penalty = Math.min(2 * penalty + 1, RAREST);
                skips = penalty;
                return false;
            }
            Thread.onSpinWait();
        }
        penalty = 0;
        return true;
    }

    /// Spins on a strand's thread while the thread itself has control and is awake, for a moment.
    void lookOutForThread() {
        if (looksOut && holder == null && mount.isAwake()) {
            long end = System.nanoTime() + MOMENT_NANOS;
            do {
                Thread.onSpinWait();
            } while (holder == null && mount.isAwake() && System.nanoTime() - end < 0);
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
