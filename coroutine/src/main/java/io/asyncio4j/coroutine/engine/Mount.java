package io.asyncio4j.coroutine.engine;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The thread on which a loop runs, as the strands mounted on it see it, and its mailbox for actions that must run on
/// that very thread while a strand of the thread engine has control.
///
/// Thread-safe: the mailbox is written by the strand in control and emptied by the thread itself, which waits meanwhile.
public final class Mount {
    /// The mount of the strand that the current thread is (thread engine only).
    public static final ThreadLocal<@Nullable Mount> OF_STRAND_THREAD = new ThreadLocal<>();

    private final Thread thread;
    private final boolean platform;
    private final Object owner;
    private final Supplier<@Nullable Strand> relay;
    private @Nullable Object engines;
    private volatile boolean awake = true;
    private volatile @Nullable Errand errand;

    /// A mount for this thread.
    ///
    /// @param owner what the room above keeps for the thread
    /// @param relay see [#next]
    public Mount(Thread thread, Object owner, Supplier<@Nullable Strand> relay) {
        this.thread = thread;
        this.platform = !thread.isVirtual();
        this.owner = owner;
        this.relay = relay;
    }

    /// The thread itself.
    public Thread thread() {
        return thread;
    }

    /// Whether it is no virtual thread.
    public boolean isPlatform() {
        return platform;
    }

    /// What the room above keeps for the thread.
    public Object owner() {
        return owner;
    }

    /// What the engine keeps for the thread; null at first.
    public @Nullable Object engines() {
        return engines;
    }

    /// Keeps something for the engine.
    public void setEngines(Object kept) {
        engines = kept;
    }

    /// Goes on with what the thread has to do, on the calling strand, which has been left.
    ///
    /// @return the strand that has control next, or null for the thread itself
    public @Nullable Strand next() {
        return relay.get();
    }

    /// Whether the thread runs, or looks out for control: it will then not be long.
    public boolean isAwake() {
        return awake;
    }

    /// Says so, or that it waits for something else, or is parked.
    public void setAwake(boolean awake) {
        this.awake = awake;
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
