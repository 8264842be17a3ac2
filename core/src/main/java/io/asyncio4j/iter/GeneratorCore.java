package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.NestedRun;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.coroutine.StopIteration;
import org.jspecify.annotations.Nullable;

/// The body of an async generator on a coroutine of its own, and what is known about it. Apart from [AsyncGenerator] so
/// that this may live on, to be closed, when nobody holds the generator any more; it must never refer to the generator.
///
/// Loop-confined.
/*
 * Implementation note. Two things come out of the body's coroutine: an item, told by this object as the value yielded,
 * and whatever an awaitable inside the body yields, which is yielded again by the coroutine that awaits the generator's
 * call, so that it reaches the task; what the task sends or raises goes the same way back.
 *
 * Lent to the body of an `asyncFor`, it hands its items to that body by a plain call, on its own stack: two switches
 * fewer for each item. Only when that body fails does it stop at its yield, as for anybody who asks for no more.
 */
final class GeneratorCore<T extends @Nullable Object> {
    private final Coroutine<@Nullable Void> coroutine;
    private @Nullable T item;
    private @Nullable Loan<T> loan;
    private boolean running;
    private boolean closed;

    GeneratorCore(AsyncConsumer<? super Yielder<T>> body) {
        Yielder<T> yielder = new Yielder<>(this);
        coroutine = Coroutine.of(() -> {
            try {
                body.accept(yielder);
            } catch (StopAsyncIteration | StopIteration stop) {
                throw new IllegalStateException("async generator raised " + stop.getClass().getSimpleName()
                        + "; return from the body to end the iteration", stop);
            }
            return null;
        });
    }

    /// Runs the body to its next item or its end, as part of the calling coroutine.
    ///
    /// @return whether there is an item, see [#takeItem()]; if not, the body has ended, see [#end()]
    /// @throws io.asyncio4j.coroutine.GeneratorExit raised in the caller meanwhile; the body has got one of its own
    boolean run(@Nullable Object send, @Nullable Throwable raise) {
        return NestedRun.run(coroutine, this, send, raise);
    }

    /// Throws what the body has failed with, if it has.
    void end() throws Exception {
        coroutine.outcome();
    }

    @Nullable Object giveOut(T value) {
        if (coroutine.state() != Coroutine.State.RUNNING) {
            throw new IllegalStateException("yield called outside the body of its async generator, which is "
                    + describe() + "; call it only on the generator's own stack");
        }
        Loan<T> to = loan;
        if (to != null && to.takes(value)) {
            return null;
        }
        item = value;
        return Coroutine.yield(this);
    }

    /// Lends it to a body for the call that follows; null ends that.
    void lend(@Nullable Loan<T> to) {
        loan = to;
    }

    /// @throws IllegalStateException when a call is under way
    void checkIdle(String operation) {
        if (running) {
            throw new IllegalStateException(operation
                    + " failed: asynchronous generator is already running; let one task at a time use it");
        }
    }

    @Nullable T takeItem() {
        T taken = item;
        item = null;
        return taken;
    }

    boolean isUnstarted() {
        return coroutine.state() == Coroutine.State.CREATED;
    }

    boolean isFinished() {
        return coroutine.state() == Coroutine.State.CLOSED;
    }

    /// Whether a call is under way, even if it is suspended in an await.
    boolean isRunning() {
        return running;
    }

    void setRunning(boolean running) {
        this.running = running;
    }

    /// Whether an aclose has begun on it.
    boolean isClosed() {
        return closed;
    }

    void markClosed() {
        closed = true;
    }

    StackTraceElement[] stack() {
        return coroutine.stack();
    }

    String describe() {
        return running ? "running"
                : isUnstarted() ? "not started" : isFinished() ? "finished" : "suspended at a yield";
    }
}
