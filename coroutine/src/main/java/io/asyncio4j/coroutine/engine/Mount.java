package io.asyncio4j.coroutine.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The thread on which a loop runs, as the strands mounted on it see it, and its mailbox for actions that must run on
/// that very thread while a strand of the thread engine has control.
///
/// Thread-safe: the mailbox is written by the strand in control and emptied by the thread itself, which is parked in
/// [Strand#resume] meanwhile.
public final class Mount {
    /// The mount of the strand that the current thread is (thread engine only).
    public static final ThreadLocal<@Nullable Mount> OF_STRAND_THREAD = new ThreadLocal<>();

    private final Thread thread;
    private final Object owner;
    private volatile @Nullable Errand errand;

    /// A mount for this thread.
    ///
    /// @param owner what the room above keeps for the thread
    public Mount(Thread thread, Object owner) {
        this.thread = thread;
        this.owner = owner;
    }

    /// The thread itself.
    public Thread thread() {
        return thread;
    }

    /// What the room above keeps for the thread.
    public Object owner() {
        return owner;
    }

    /// Runs `action` on [#thread()] and returns when it has ended; a plain call if this is that thread.
    public void call(Runnable action) {
        if (Thread.currentThread() == thread) {
            action.run();
            return;
        }
        Errand mine = new Errand(action, Thread.currentThread());
        errand = mine;
        LockSupport.unpark(thread);
        while (!mine.done) {
            LockSupport.park(mine);
        }
        if (mine.failure instanceof Error error) {
            throw error;
        }
        if (mine.failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /// Runs what has been left for this thread, if anything; called by it while it waits for a strand.
    public void runErrand() {
        Errand next = errand;
        if (next != null) {
            errand = null;
            try {
                next.action.run();
            } catch (RuntimeException | Error failure) {
                next.failure = failure;
            }
            next.done = true;
            LockSupport.unpark(next.sender);
        }
    }

    private static final class Errand {
        final Runnable action;
        final Thread sender;
        @Nullable Throwable failure;
        volatile boolean done;

        Errand(Runnable action, Thread sender) {
            this.action = action;
            this.sender = sender;
        }
    }
}
