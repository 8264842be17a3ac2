package io.asyncio4j.coroutine;

import io.asyncio4j.coroutine.engine.Engine;
import io.asyncio4j.coroutine.engine.Strand;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call that has not run yet and can stop in the middle: Python's coroutine object. Lazy and one-shot.
///
/// It is run by awaiting it in another coroutine (a plain call, on that coroutine's stack), by a task, or by hand with
/// [#send], [#raise] and [#close]. Only what it awaits can suspend it, by [#yield].
///
/// Owner-confined: one thread at a time may drive it. Mirrors Python's `coroutine` type (PEP 492).
///
/// @param <T> the result
/*
 * States.
 *
 * | state     | how                          | send(null)   | send(v)       | raise(e)     | close()          | await           |
 * |-----------|------------------------------|--------------|---------------|--------------|------------------|-----------------|
 * | CREATED   | of(..)                       | starts       | TypeException | ends with e  | ends             | runs            |
 * | RUNNING   | driven, or a frame of one    | running      | running       | running      | running          | running         |
 * | SUSPENDED | yielded                      | resumes      | resumes       | e at yield   | GeneratorExit    | awaited already |
 * | CLOSED    | returned, threw, closed      | cannot reuse | cannot reuse  | cannot reuse | nothing          | cannot reuse    |
 *
 * Where it runs. The stack of a coroutine is a strand. The first driver's coroutine gets one; a coroutine awaited inside
 * it is a plain call on the same strand, a link (its "driver" is that coroutine, its owner), so that an await costs nothing
 * and a suspension of the whole chain is one switch. In a chain driven by hand each coroutine has a strand of its own
 * instead and awaiting delegates, as Python's `yield from` does: there programs may hold and drive every link, and a
 * close() goes through them one by one. A body that waits at one place only runs without a stack ([Stackless]).
 *
 * No branch between a suspension and the way back to the program: such code is in methods of its own. Of a million tasks
 * that wait, the first to go on would be the first to take the branch; the compiler has not reckoned with it, drops its code,
 * and every stack that is suspended in it has to be rebuilt for the interpreter, which takes microseconds each.
 *
 * A link that lives on its owner's strand can be driven by hand too while the chain is suspended: the owner's strand
 * is entered, and left again when that link ends ("until"); the owner finds it used up when it is resumed.
 */
public final class Coroutine<T extends @Nullable Object> implements Awaitable<T>, Driver {
    /// The states of Python's `inspect.getcoroutinestate`.
    public enum State {
        /// Made, nothing has run.
        CREATED,
        /// Has control, or is below the coroutine that has it.
        RUNNING,
        /// Stopped at an await.
        SUSPENDED,
        /// Ended.
        CLOSED
    }

    static final Engine ENGINE = Engines.choose();
    // Where strands pass control on to each other, each needs a stack; in debug mode people want to see one.
    private static final boolean STACKLESS = !ENGINE.relays();
    private static final State[] STATES = State.values();
    // Ordinals of State: a switch writes the state twice, and a reference costs a barrier each time.
    private static final byte CREATED = 0;
    private static final byte RUNNING = 1;
    private static final byte SUSPENDED = 2;
    private static final byte CLOSED = 3;

    static {
        // The compiler inlines no method with a class in its signature that the loader of the method has not met, and
        // nothing else makes it meet this one: every aenter and body without a result would be a frame of its own.
        Objects.requireNonNull(Void.class);
    }

    @Nullable Strand strand;
    // Of a link its owner; else who has said that it drives it.
    @Nullable Driver driver;
    private byte state = CREATED;
    private boolean byHand;
    boolean nested;
    private boolean thrown;
    // First the body; then, in: what the driver sends, or raises; out: what is yielded, then the result or the failure.
    private @Nullable Object value;
    private @Nullable Extra extra;

    /// What few coroutines need; together, so that the others are small.
    static final class Extra {
        @Nullable Coroutine<?> delegate;
        @Nullable Coroutine<?> until;
        @Nullable Closing closing;
        Origins.@Nullable Watch watch;
    }

    private Coroutine(Awaitable<T> body) {
        this.value = body;
        if (Origins.tracking) {
            extra().watch = Origins.watch(this);
        }
    }

    /// A coroutine that will run `body`. Nothing runs yet.
    public static <T extends @Nullable Object> Coroutine<T> of(Awaitable<T> body) {
        return new Coroutine<>(Objects.requireNonNull(body, "body"));
    }

    /// Which engine runs coroutines here: `continuation` or `thread`.
    public static String engine() {
        return ENGINE.name();
    }

    /// Whether the caller runs on a coroutine's stack, so that it may await.
    public static boolean isRunning() {
        return Host.current().running() != null;
    }

    /// Suspends the calling coroutine: `value` goes to whoever drives the outermost one.
    ///
    /// @return what the driver sends when it resumes
    /// @throws IllegalStateException when called outside a coroutine
    public static @Nullable Object yield(@Nullable Object value) {
        Coroutine<?> running = Host.current().running();
        if (running == null) {
            throw Refusals.outside(value instanceof Awaitable ? "await" : "yield");
        }
        return running.suspendWith(value);
    }

    // ---- awaiting

    /// Runs the coroutine to its end on the calling coroutine's stack, suspending with it. Gives up control only if
    /// the body does.
    ///
    /// @throws IllegalStateException when it has been awaited or driven before, or outside a coroutine
    @Override
    public T await() throws Exception {
        Coroutine<?> caller = Host.current().running();
        if (caller == null) {
            throw Refusals.outside("await");
        }
        if (state != CREATED) {
            throw Refusals.notAwaitable(state());
        }
        if (caller.byHand) {
            return caller.delegateTo(this);
        }
        Awaitable<T> run = takeBody();
        driver = caller;
        state = RUNNING;
        try {
            return ended(run.await());
        } catch (Throwable failure) {
            throw failedAwait(failure);
        }
    }

    private T ended(T result) {
        state = CLOSED;
        if (root().extra != null) {
            root().linkEnded(this, result, null);
        }
        return result;
    }

    private RuntimeException failedAwait(Throwable failure) throws Exception {
        state = CLOSED;
        Throwable out = failure instanceof StopIteration stop ? Refusals.stopped(stop) : failure;
        if (root().extra != null) {
            root().linkEnded(this, null, out);
        }
        throw Rethrow.sneaky(out);
    }

    /// Awaits `inner` as Python's `yield from` does: without the check that nobody else awaits it already.
    public static <T extends @Nullable Object> T yieldFrom(Coroutine<T> inner) throws Exception {
        Objects.requireNonNull(inner, "inner");
        Coroutine<?> caller = Host.current().running();
        if (caller == null) {
            throw Refusals.outside("yieldFrom");
        }
        return inner.state == CREATED && !caller.byHand ? inner.await() : caller.delegateTo(inner);
    }

    /// On an owner: a link on its strand has ended, maybe while the strand was entered for that link, or is being closed.
    private void linkEnded(Coroutine<?> link, @Nullable Object result, @Nullable Throwable failure) {
        Extra more = extra();
        if (more.until == link) {
            link.value = failure == null ? result : failure;
            link.thrown = failure != null;
            leaveLink(more);
        }
        if (more.closing != null) {
            more.closing.ended(failure);
        }
    }

    private void leaveLink(Extra more) {
        more.until = null;
        more.closing = null;
        suspendWith(null);
        throw Refusals.reused();
    }

    Extra extra() {
        if (extra == null) {
            extra = new Extra();
        }
        return extra;
    }

    private <R extends @Nullable Object> R delegateTo(Coroutine<R> inner) throws Exception {
        Extra more = extra();
        Coroutine<?> outerDelegate = more.delegate;
        more.delegate = inner;
        try {
            Object send = null;
            Throwable raise = null;
            while (inner.drive(send, raise, true)) {
                try {
                    send = suspendWith(inner.yielded());
                    raise = null;
                } catch (Throwable failure) {
                    if (more.delegate != inner) {
                        throw failure;
                    }
                    send = null;
                    raise = failure;
                }
            }
            return inner.outcome();
        } finally {
            more.delegate = outerDelegate;
        }
    }

    // ---- driving by hand

    /// Starts or resumes: Python's `send`.
    ///
    /// @param send what the suspended [#yield] gives; null to start
    /// @return what the coroutine yields next
    /// @throws StopIteration when the coroutine has returned; carries the result
    /// @throws TypeException when a coroutine that has not started is sent a value
    public @Nullable Object send(@Nullable Object send) throws Exception {
        return next(drive(send, null, true));
    }

    /// Raises an exception where the coroutine is suspended: Python's `throw`. One that has not started ends with it
    /// and runs no line.
    ///
    /// @return what the coroutine yields next
    /// @throws StopIteration when the coroutine has caught the exception and returned
    public @Nullable Object raise(Throwable exception) throws Exception {
        Objects.requireNonNull(exception, "exception");
        Throwable in = exception;
        if (in instanceof GeneratorExit && code() == SUSPENDED) {
            in = closeDelegate(in);
        }
        return next(drive(null, in, true));
    }

    /// Ends the coroutine: raises [GeneratorExit] where it is suspended, innermost coroutine first.
    ///
    /// If one of the inner ones awaits again instead of ending, it is closed once more, as Python does with one that is
    /// left behind and held by nobody, and those that await it get an `IllegalStateException`. If it ignores that too, the
    /// chain stays suspended there: in a chain that a task drives all links share one stack.
    ///
    /// @throws IllegalStateException when the coroutine awaits again instead of ending
    public void close() throws Exception {
        switch (code()) {
            case CREATED -> end(null, null);
            case RUNNING -> throw Refusals.executing();
            case SUSPENDED -> closeSuspended();
            default -> {
                // ended already
            }
        }
    }

    private void closeSuspended() throws Exception {
        boolean suspended = closeLinks(closeDelegate(new GeneratorExit()), true);
        if (suspended) {
            root().value = null; // a scheduler that resumes it later sends nothing
            throw Refusals.ignoredExit(null);
        }
        Throwable out = takeFailure();
        if (out != null && !(out instanceof GeneratorExit)) {
            throw Rethrow.sneaky(out);
        }
    }

    /// Raises `exit`, [GeneratorExit] as a rule, here, after the links on this coroutine's strand have been closed one by
    /// one.
    ///
    /// @return as [#advance]
    boolean closeLinks(Throwable exit, boolean hand) {
        Coroutine<?> root = root();
        Closing closing = root == this ? Closing.of(exit, Stacks.ownOf(this)) : Closing.ofAll(exit);
        root.extra().closing = closing;
        try {
            boolean suspended = drive(null, closing.first(), hand);
            while (suspended && closing.leftBehind()) {
                root.value = null;
                suspended = drive(null, new GeneratorExit(), hand);
            }
            return suspended;
        } finally {
            root.extra().closing = null;
        }
    }

    private Throwable closeDelegate(Throwable exit) {
        Coroutine<?> inner = delegate();
        Throwable in = exit;
        if (inner != null && !inner.nested) {
            try {
                inner.close();
            } catch (Throwable fromInner) {
                in = fromInner;
            }
            extra().delegate = null;
        }
        return in;
    }

    private @Nullable Object next(boolean suspended) throws Exception {
        if (suspended) {
            return yielded();
        }
        throw new StopIteration(outcome());
    }

    // ---- driving, without exceptions for answers

    /// Runs the coroutine to its next suspension or its end; for schedulers. Coroutines that it awaits run on its
    /// stack.
    ///
    /// @param send what the suspended [#yield] gives
    /// @param raise thrown there instead, when not null
    /// @return true when it is suspended (see [#yielded]), false when it has ended (see [#outcome])
    public boolean advance(@Nullable Object send, @Nullable Throwable raise) {
        return raise instanceof GeneratorExit && code() == SUSPENDED ? closeLinks(raise, false)
                : drive(send, raise, false);
    }

    /// As [#advance(Object, Throwable)] with null to send, for a scheduler that has no coroutine of its own below, or has put
    /// it aside ([Host#putAside]): while this one runs, [Host#driver] is `by`.
    public boolean advanceBy(Driver by, @Nullable Throwable raise) {
        setDriver(by);
        return advance(null, raise);
    }

    /// The first part of [#advanceBy], which is most of it: the coroutine has control when [Host#resume] or
    /// [Host#enter] is called or the [Relay] returns, and [#state] tells how it was left. False where only advance will do.
    public boolean takeControl(Host host, Driver by, @Nullable Throwable raise) {
        if (state == CREATED ? raise != null : state != SUSPENDED || raise instanceof GeneratorExit) {
            return false;
        }
        if (state == CREATED) {
            strand = newStrand();
        } else if (raise != null) {
            value = raise;
            thrown = true;
        }
        if (driver != by) {
            driver = by;
        }
        host.setRunning(this);
        state = RUNNING;
        return true;
    }

    /// What the coroutine yielded when [#advance] returned true.
    public @Nullable Object yielded() {
        Coroutine<?> from = root();
        Object out = from.value;
        if (out != null) {
            from.value = null;
        }
        return out;
    }

    /// Whether it has yielded `mark`, which is then taken.
    boolean yields(Object mark) {
        if (value != mark) {
            return false;
        }
        value = null;
        return true;
    }

    /// What the coroutine failed with when [#advance] returned false, or null if it returned a result.
    public @Nullable Throwable failure() {
        return thrown ? (Throwable) value : null;
    }

    private @Nullable Throwable takeFailure() {
        Throwable failure = failure();
        if (failure != null) {
            value = null;
            thrown = false;
        }
        return failure;
    }

    /// The result, or the failure thrown, when [#advance] returned false.
    @SuppressWarnings({"unchecked", "NullAway"}) // null is a value where T allows it
    public T outcome() throws Exception {
        Throwable failure = takeFailure();
        if (failure != null) {
            throw Rethrow.sneaky(failure);
        }
        Object result = value;
        value = null;
        return (T) result;
    }

    boolean drive(@Nullable Object send, @Nullable Throwable raise, boolean hand) {
        Coroutine<?> root = root();
        switch (code()) {
            case CREATED -> {
                if (send != null) {
                    throw Refusals.unstarted(send);
                }
                if (raise != null) {
                    if (!(value instanceof EarlyRaise<?> early)) {
                        end(null, raise);
                        return false;
                    }
                    early.raiseEarly(raise);
                }
                byHand = hand;
                strand = hand ? ENGINE.strand(this) : newStrand();
            }
            case RUNNING -> throw Refusals.executing();
            case CLOSED -> throw Refusals.reused();
            case SUSPENDED -> {
                root.value = raise == null ? send : raise;
                root.thrown = raise != null;
                if (root != this) {
                    root.extra().until = this;
                }
            }
        }
        Host host = Host.current();
        root.enter(host, host.running());
        if (root.extra != null) {
            root.extra.until = null;
        }
        return state != CLOSED;
    }

    /// @param outer the coroutine that has control, below which this one runs
    private void enter(Host host, @Nullable Coroutine<?> outer) {
        Strand mine = strand;
        assert mine != null : "only a coroutine with a strand is entered";
        if (outer != null && driver != outer.driver) {
            driver = outer.driver;
        }
        host.setRunning(this);
        state = RUNNING;
        try {
            mine.resume(host.mount);
        } finally {
            host.setRunning(outer);
        }
    }

    /// Short enough for the first compiler, which inlines 35 bytes: of a task that runs for long the frames down here are never
    /// compiled again, and are copied at each switch.
    void run() {
        try {
            end(takeBody().await(), null);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        end(null, failure instanceof StopIteration stop ? Refusals.stopped(stop) : failure);
    }

    private Strand newStrand() {
        return body() instanceof Stackless<T> stackless && STACKLESS && !Origins.tracking
                ? new Unstacked<>(this, stackless)
                : ENGINE.strand(this);
    }

    private @Nullable Object suspendWith(@Nullable Object out) {
        Strand mine = strand;
        assert mine != null : "only a coroutine with a strand is suspended";
        suspended(out);
        return resumed(mine.suspend());
    }

    private @Nullable Object resumed(@Nullable String pinned) {
        if (pinned != null) {
            value = null;
            state = RUNNING;
            throw new PinnedException(pinned);
        }
        return take();
    }

    void suspended(@Nullable Object out) {
        if (out != null) {
            value = out;
        }
        state = SUSPENDED;
    }

    /// What the driver has sent, or raised.
    @Nullable Object take() {
        Object in = value;
        if (in != null) {
            value = null;
            if (thrown) {
                thrown = false;
                throw Rethrow.sneaky((Throwable) in);
            }
        }
        return in;
    }

    void end(@Nullable Object result, @Nullable Throwable failure) {
        if (state == CREATED) {
            started();
        }
        state = CLOSED;
        strand = null;
        value = failure == null ? result : failure;
        thrown = failure != null;
    }

    Awaitable<T> takeBody() {
        Awaitable<T> run = body();
        value = null;
        started();
        return run;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // until it is taken
    private Awaitable<T> body() {
        return (Awaitable<T>) value;
    }

    private void started() {
        Extra more = extra;
        if (more != null && more.watch != null) {
            more.watch.started();
            more.watch = null;
        }
    }

    // ---- looking

    /// Who drives it, as far as its driver has said: a task says so. For the rooms of this library.
    public @Nullable Driver driver() {
        return driver instanceof Coroutine<?> ? null : driver;
    }

    /// Says who drives it; changes nothing where another coroutine awaits it.
    public void setDriver(@Nullable Driver by) {
        if (!(driver instanceof Coroutine<?>)) {
            driver = by;
        }
    }

    /// The state, as Python's `inspect.getcoroutinestate` gives it.
    public State state() {
        return STATES[code()];
    }

    /// Whether it is stopped at an await.
    public boolean isSuspended() {
        return code() == SUSPENDED;
    }

    private byte code() {
        byte own = state;
        return own != CLOSED && driver instanceof Coroutine<?> owner ? owner.state : own;
    }

    /// The frames of the coroutine and of what it awaits, newest first, also where that has a stack of its own, as the
    /// body of a generator has; when it is not suspended, only if the caller itself runs on it, else none. Driver's
    /// thread only.
    public StackTraceElement[] stack() {
        return Stacks.of(root());
    }

    @Nullable Coroutine<?> delegate() {
        return extra == null ? null : extra.delegate;
    }

    private Coroutine<?> root() {
        return driver instanceof Coroutine<?> owner ? owner : this;
    }

    @Override
    public String toString() {
        return "<coroutine " + (state == CREATED ? Origin.name(body()) : "")
                + state().name().toLowerCase(Locale.ROOT)
                + ">";
    }
}
