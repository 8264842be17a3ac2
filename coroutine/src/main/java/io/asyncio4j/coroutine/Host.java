package io.asyncio4j.coroutine;

import io.asyncio4j.coroutine.engine.Mount;
import io.asyncio4j.coroutine.engine.Strand;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What belongs to a thread that drives coroutines, as code on any of its coroutines sees it: the coroutine that has
/// control, the loop that runs, the context in force. For the rooms of this library; programs do not need it.
///
/// Loop-confined, except [#current()], which any thread may call for its own host. On the thread engine a coroutine
/// runs on a thread of its own; its host is still that of the loop that drives it.
public final class Host {
    // One lookup in front of the thread-local: most programs have one loop. Racy by intent: the field `thread` is final,
    // so a stale value is only a miss.
    private static @Nullable Host last;
    private static final ThreadLocal<@Nullable Host> OF_THREAD = new ThreadLocal<>();

    final Mount mount;
    private Now now = new Now();
    private final Thread thread;
    private @Nullable Relay relay;
    private @Nullable Object loop;

    @SuppressWarnings("this-escape") // the mount only keeps it
    private Host(Thread thread) {
        this.thread = thread;
        this.mount = new Mount(thread, this, this::next);
    }

    /// The host of the calling thread, or of the loop that drives the calling coroutine.
    public static Host current() {
        Host host = last;
        return host != null && host.thread == Thread.currentThread() ? host : find();
    }

    private static Host find() {
        Host host = OF_THREAD.get();
        if (host != null) {
            return host;
        }
        Mount strandsMount = Mount.OF_STRAND_THREAD.get();
        if (strandsMount != null) {
            return (Host) strandsMount.owner();
        }
        host = new Host(Thread.currentThread());
        OF_THREAD.set(host);
        if (last == null) {
            last = host;
        }
        return host;
    }

    /// What changes at every switch. In an object of its own, which the loop renews before it gets old: with G1 a reference
    /// stored into an old object costs a fence.
    private static final class Now {
        @Nullable Coroutine<?> running;
        @Nullable Object context;
    }

    /// Moves what changes often into a fresh object; the loop calls it now and then.
    public void renew() {
        Now fresh = new Now();
        fresh.running = now.running;
        fresh.context = now.context;
        now = fresh;
    }

    /// The coroutine that has control, or null.
    @Nullable Coroutine<?> running() {
        return now.running;
    }

    /// Whether this coroutine has control itself, or what it awaits as a plain call.
    public boolean isRunning(Coroutine<?> coroutine) {
        return now.running == Objects.requireNonNull(coroutine, "coroutine");
    }

    void setRunning(@Nullable Coroutine<?> coroutine) {
        now.running = coroutine;
    }

    /// Makes this host the one that [#current()] finds first.
    public void prefer() {
        last = this;
    }

    /// The thread itself: the loop's own, also for code on a coroutine of the thread engine.
    public Thread thread() {
        return thread;
    }

    /// Runs `action` on [#thread()] itself and returns when it has ended: what is bound to that thread's identity must
    /// be called so, because on the thread engine a coroutine runs on another one. A plain call on the continuation
    /// engine. The action must not await.
    public void call(Runnable action) {
        mount.call(action);
    }

    /// Whether the engine can pass control from one coroutine to the next ([#enter]).
    public static boolean relays() {
        return Coroutine.ENGINE.relays();
    }

    /// Sets what goes on when a coroutine is left that has been entered; null when the loop ends.
    public void setRelay(@Nullable Relay relay) {
        this.relay = relay;
        Coroutine.ENGINE.setRelaying(mount, relay != null);
    }

    /// Gives control to the coroutine that has taken it. Returns when control has come back to the host's thread, on which
    /// it must be called.
    public void enter() {
        Strand first = entered();
        assert first != null : "enter follows a takeControl";
        first.enter(mount);
    }

    /// Runs the coroutine that has taken control until it is left: [#enter] for any engine, and without a relay.
    public void resume() {
        Strand next = entered();
        assert next != null : "resume follows a takeControl";
        next.resume(mount);
        now.running = null;
    }

    private @Nullable Strand next() {
        now.running = null;
        Relay of = relay;
        return of != null && of.next(this) ? entered() : null;
    }

    private @Nullable Strand entered() {
        Coroutine<?> next = now.running;
        return next == null ? null : next.strand;
    }

    /// Says whether the host's thread runs, or waits for something else than a coroutine.
    public void setAwake(boolean awake) {
        mount.setAwake(awake);
    }

    /// Who drives the coroutine that has control; null when none has, or it is driven by hand.
    public @Nullable Driver driver() {
        Coroutine<?> running = now.running;
        return running == null ? null : running.driver;
    }

    /// Forgets for a while which coroutine has control, to start another as if none had.
    ///
    /// @return what [#putBack] needs
    public @Nullable Coroutine<?> putAside() {
        Coroutine<?> aside = now.running;
        now.running = null;
        return aside;
    }

    /// Ends what [#putAside] began.
    public void putBack(@Nullable Coroutine<?> aside) {
        now.running = aside;
    }

    /// The loop that runs on this thread; owned by the loop room.
    public @Nullable Object loop() {
        return loop;
    }

    /// Sets the loop that runs on this thread.
    public void setLoop(@Nullable Object loop) {
        this.loop = loop;
    }

    /// The context set apart from the driver's, or what runs in it, or null; owned by the context room.
    public @Nullable Object context() {
        return now.context;
    }

    /// Sets the context that goes before the driver's; null for the driver's.
    public void setContext(@Nullable Object context) {
        now.context = context;
    }
}
