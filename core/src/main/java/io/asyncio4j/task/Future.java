package io.asyncio4j.task;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Origin;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.StopIteration;
import io.asyncio4j.loop.CurrentLoop;
import io.asyncio4j.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A result that will be there later: asyncio's `Future`. Libraries make them to bridge callbacks to coroutines; what an
/// application awaits is usually a [Task].
///
/// Loop-confined: to complete one from another thread, use [EventLoop#callSoonThreadsafe].
///
/// @param <T> the result
/*
 * | state     | outcome                                       | attached                  | becomes           |
 * |-----------|-----------------------------------------------|---------------------------|-------------------|
 * | PENDING   | null                                          | the callbacks             | any of the others |
 * | FINISHED  | the result                                    | null                      | -                 |
 * | FAILED    | the failure                                   | its Unretrieved, or null  | -                 |
 * | CANCELLED | the CancelledError, until somebody has got it | the message, or null      | -                 |
 *
 * Two fields with a meaning by state, because programs hold futures and tasks by the hundred thousand.
 *
 * Completion never calls a callback: it schedules each, so that a waiter runs one iteration later. `blocking` says that
 * the future was yielded by an await; a task takes it back, and refuses a future that was yielded in another way.
 */
public class Future<T extends @Nullable Object> implements Awaitable<T> {
    // Bytes, not an enum: a future changes its state once in its short life, and a reference would cost a barrier.
    private static final byte PENDING = 0;
    private static final byte CANCELLED = 1;
    private static final byte FINISHED = 2;
    private static final byte FAILED = 3;
    private static final String[] STATE_WORDS = {"pending", "cancelled", "finished", "finished"};

    private final EventLoop loop;
    private byte state;
    private boolean blocking;
    private @Nullable Object outcome;
    private @Nullable Object attached;
    final StackTraceElement @Nullable [] madeAt;

    /// A pending future of the running loop; when none runs, of the thread's current one.
    ///
    /// @throws IllegalStateException when there is neither
    public Future() {
        this(CurrentLoop.get());
    }

    /// A pending future of this loop.
    public Future(EventLoop loop) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.madeAt = loop.getDebug() ? Origin.capture() : null;
    }

    /// The loop it belongs to.
    public final EventLoop getLoop() {
        return loop;
    }

    /// Whether it has a result, has failed or is cancelled.
    public final boolean isDone() {
        return state != PENDING;
    }

    /// Whether it is cancelled.
    public final boolean isCancelled() {
        return state == CANCELLED;
    }

    /// Waits until it is done, and gives the result. Does not give up control when it is done already.
    @Override
    public final T await() throws Exception {
        if (!waits()) {
            return result();
        }
        Coroutine.yield(this);
        return resumed();
    }

    /// Apart from await for the reason that stands above [Coroutine].
    private T resumed() throws Exception {
        while (waitsAgain()) {
            Coroutine.yield(this);
        }
        return result();
    }

    /// Whether whoever awaits it has to yield it.
    final boolean waits() {
        if (state != PENDING) {
            return false;
        }
        if (loop.getDebug()) {
            HeldMonitors.check();
        }
        blocking = true;
        return true;
    }

    /// As [#waits()], when it has been resumed.
    final boolean waitsAgain() {
        if (state == PENDING && blocking) {
            throw new IllegalStateException("await was resumed before its future was done: " + this
                    + "; only a task may drive a coroutine that awaits a future");
        }
        return waits();
    }

    /// The result.
    ///
    /// @throws InvalidStateException when it is not done
    /// @throws CancelledError when it is cancelled
    /// @throws Exception what it failed with, the same object
    @SuppressWarnings({"unchecked", "NullAway"}) // null is a value where T allows it
    public final T result() throws Exception {
        Throwable thrown = failureForAwaiter();
        if (thrown != null) {
            throw Rethrow.sneaky(thrown);
        }
        return (T) outcome;
    }

    /// What it failed with, or null when it has a result.
    ///
    /// @throws InvalidStateException when it is not done
    /// @throws CancelledError when it is cancelled
    public final @Nullable Throwable exception() {
        if (state == CANCELLED) {
            throw cancelledError();
        }
        return failureForAwaiter();
    }

    /// What awaiting it throws, or null; marks it retrieved.
    final @Nullable Throwable failureForAwaiter() {
        if (state == FINISHED) {
            return null;
        }
        if (state == FAILED) {
            markRetrieved();
            return (Throwable) outcome;
        }
        if (state == CANCELLED) {
            return cancelledError();
        }
        throw new InvalidStateException("result of " + this + " is not ready; await it");
    }

    /// Completes it with a result.
    ///
    /// @throws InvalidStateException when it is done already
    public void setResult(T value) {
        finish(value);
    }

    /// Completes it with a failure.
    ///
    /// @throws InvalidStateException when it is done already
    public void setException(Throwable exception) {
        fail(exception);
    }

    final void fail(Throwable exception) {
        Throwable stored = exception instanceof StopIteration ? new IllegalStateException(
                "StopIteration interacts badly with coroutines and cannot be raised into a Future", exception)
                : Objects.requireNonNull(exception, "exception");
        checkPending();
        complete(FAILED, stored, null);
        attached = Unretrieved.watch(this, stored);
    }

    final void finish(@Nullable Object value) {
        checkPending();
        complete(FINISHED, value, null);
    }

    private void checkPending() {
        if (state != PENDING) {
            throw new InvalidStateException("completing " + this + " failed: it is done already");
        }
    }

    private void complete(byte next, @Nullable Object with, @Nullable String message) {
        Object callbacks = attached;
        if (with != null) {
            outcome = with;
        }
        attached = message;
        state = next;
        if (callbacks != null) {
            Callbacks.schedule(callbacks, this);
        }
    }

    /// Cancels it: whoever awaits it gets a [CancelledError].
    ///
    /// @return false when it is done already
    public final boolean cancel() {
        return cancel(null);
    }

    /// Cancels it with a message that the CancelledError carries.
    public boolean cancel(@Nullable String message) {
        markRetrieved();
        if (state != PENDING) {
            return false;
        }
        becomeCancelled(message, null);
        return true;
    }

    final void becomeCancelled(@Nullable String message, @Nullable CancelledError by) {
        complete(CANCELLED, by, message);
    }

    /// The error for a waiter: the original one the first time, then new ones with the message.
    final CancelledError cancelledError() {
        CancelledError original = (CancelledError) outcome;
        outcome = null;
        return original != null ? original : new CancelledError((String) attached, loop.getDebug());
    }

    /// Schedules `function` for when it is done, in a copy of the current context; soon, if it is done.
    public final void addDoneCallback(DoneCallback<? super Future<T>> function) {
        addDoneCallback(function, Context.copyContext());
    }

    /// Schedules `function` for when it is done, in this context.
    public final void addDoneCallback(DoneCallback<? super Future<T>> function, Context context) {
        addEntry(new Callbacks.User(Objects.requireNonNull(function, "function"),
                Objects.requireNonNull(context, "context")));
    }

    /// Removes every registration of an equal function.
    ///
    /// @return how many there were
    public final int removeDoneCallback(DoneCallback<? super Future<T>> function) {
        Objects.requireNonNull(function, "function");
        List<Object> equal = new ArrayList<>();
        for (Object entry : List.copyOf(callbackEntries())) {
            if (entry instanceof Callbacks.User user && user.function().equals(function)) {
                equal.add(entry);
            }
        }
        // An equals of the program's own may have changed the callbacks meanwhile.
        if (!equal.isEmpty() && state == PENDING) {
            attached = Callbacks.without(attached, equal);
        }
        return equal.size();
    }

    final void addEntry(Object entry) {
        if (state == PENDING) {
            attached = Callbacks.add(attached, entry);
        } else {
            Callbacks.scheduleOne(entry, this);
        }
    }

    final void addCallback(FutureCallback callback) {
        addEntry(callback);
    }

    /// Removes a callback of this room, by identity.
    final void removeCallback(FutureCallback callback) {
        removeEntry(callback);
    }

    /// Removes a callback or a task that waits, by identity.
    final void removeEntry(Object gone) {
        if (attached == gone) {
            attached = null;
        } else if (attached instanceof ArrayList<?> list) {
            list.removeIf(entry -> entry == gone);
        }
    }

    /// Whether a callback of this room hangs on it.
    final boolean hasCallback(FutureCallback callback) {
        return attached == callback || (attached instanceof ArrayList<?> list && list.contains(callback));
    }

    /// The message of the last request to cancel it, or null.
    @Nullable String cancelMessage() {
        return state == CANCELLED ? (String) attached : null;
    }

    final List<?> callbackEntries() {
        return state == PENDING ? Callbacks.list(attached) : List.of();
    }

    /// Takes note that somebody knows of the failure.
    final void markRetrieved() {
        if (attached instanceof Unretrieved watch) {
            attached = null;
            watch.retrieved();
        }
    }

    final boolean takeBlocking() {
        boolean was = blocking;
        blocking = false;
        return was;
    }

    final boolean isBlocking() {
        return blocking;
    }

    String kind() {
        return "Future";
    }

    /// The words of the representation between kind and state.
    String details() {
        return "";
    }

    String stateWord() {
        return STATE_WORDS[state];
    }

    @Override
    public final String toString() {
        return FutureText.describe(this);
    }

    final @Nullable Object peekResult() {
        return state == FINISHED ? outcome : null;
    }

    final boolean hasResult() {
        return state == FINISHED;
    }

    final @Nullable Throwable peekFailure() {
        return state == FAILED ? (Throwable) outcome : null;
    }
}
