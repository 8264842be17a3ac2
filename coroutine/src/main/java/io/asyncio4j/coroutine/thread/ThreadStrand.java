package io.asyncio4j.coroutine.thread;

import io.asyncio4j.coroutine.engine.Mount;
import io.asyncio4j.coroutine.engine.Strand;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A strand that has a virtual thread from its start to its end. Owner-confined: control is a [Baton].
/*
 * | thread | done  | holder of baton | meaning            | when it is left, control goes                                |
 * |--------|-------|-----------------|--------------------|--------------------------------------------------------------|
 * | null   | false | another         | made               |                                                              |
 * | set    | false | this            | resumed, it runs   | back to the driver, who waits                                |
 * | set    | false | this            | entered, it runs   | to whom the loop's next step wants, maybe to itself again:   |
 * |        |       |                 |                    | its thread finds out by running the loop's steps, Mount.next |
 * | set    | false | another         | suspended          |                                                              |
 * | null   | true  | another         | ended              |                                                              |
 */
final class ThreadStrand implements Strand {
    private final Runnable body;
    private volatile @Nullable StrandThread thread;
    private volatile @Nullable Baton baton;
    private @Nullable ThreadStrand driver;
    private @Nullable Thread driversThread;
    private boolean relays;
    private volatile boolean done;

    ThreadStrand(Runnable body) {
        this.body = body;
    }

    Baton baton() {
        return Objects.requireNonNull(baton, "only a strand that has started has a baton");
    }

    @Override
    public void resume(Mount on) {
        Baton of = Baton.of(on);
        ThreadStrand holder = of.holder();
        Thread me = Thread.currentThread();
        driver = holder;
        driversThread = me;
        relays = false;
        take(of);
        if (me == on.thread()) {
            of.await(holder);
        } else if (holder != null) {
            holder.await();
        }
    }

    @Override
    public void enter(Mount on) {
        Baton of = Baton.of(on);
        takeOver(of);
        of.await(null);
    }

    private void takeOver(Baton of) {
        relays = true;
        take(of);
    }

    private void take(Baton of) {
        if (baton != of) {
            baton = of;
        }
        StrandThread there = thread;
        if (there == null) {
            StrandThread fresh = of.idleThread();
            thread = fresh;
            of.pass(this);
            fresh.give(this);
        } else {
            of.pass(this);
            there.unpark();
        }
    }

    /// Runs the body on a thread.
    ///
    /// @return the strand that begins on the same thread, or null when none does and the thread is idle
    @Nullable ThreadStrand run(StrandThread on) {
        body.run();
        done = true;
        thread = null;
        Baton of = baton();
        ThreadStrand next = next(of);
        if (relays && next != null && next.thread == null) {
            next.relays = true;
            next.baton = of;
            next.thread = on;
            of.pass(next);
            return next;
        }
        on.rest(of.keep(on));
        pass(of, next);
        return null;
    }

    @Override
    public @Nullable String suspend() {
        Baton of = baton();
        ThreadStrand next = next(of);
        if (next != this) {
            pass(of, next);
            await();
        }
        return null;
    }

    private @Nullable ThreadStrand next(Baton of) {
        return relays ? (ThreadStrand) of.mount().next() : driver;
    }

    private void pass(Baton of, @Nullable ThreadStrand next) {
        if (!relays) {
            of.pass(next);
            LockSupport.unpark(driversThread);
        } else if (next == null) {
            of.passBack();
        } else {
            next.takeOver(of);
        }
    }

    private void await() {
        StrandThread on = thread;
        assert on != null : "only a strand that has started waits";
        on.await(this);
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public StackTraceElement[] stack() {
        // Also while it waits for a strand that it drives itself.
        StrandThread on = thread;
        return on == null || on.isCurrent() ? new StackTraceElement[0] : on.stack();
    }
}
