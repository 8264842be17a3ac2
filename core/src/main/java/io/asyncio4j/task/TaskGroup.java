package io.asyncio4j.task;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.GeneratorExit;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.WithoutResult;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Loop-confined. A block of code and the tasks it has started, which end together: the block is left when all tasks
/// are done. Mirrors `asyncio.TaskGroup` as of Python 3.14, with `cancel` of Python 3.15.
///
/// ```java
/// asyncWith(new TaskGroup(), group -> {
///     group.createTask(fetch(first));
///     group.createTask(fetch(second));
/// });
/// ```
///
/// When a task fails, the other tasks and the block are cancelled; when the block fails, the tasks are. Then all failures
/// are thrown together, those of the tasks first, as an [ExceptionGroup] (or a [BaseExceptionGroup] if one of them is
/// no [Exception]). A cancelled task is not a failure. [KeyboardInterrupt] and [SystemExit] are thrown as they are.
/*
 * state      entered by                        createTask   means
 * CREATED    constructor                       refused      may be entered
 * ENTERED    aenter                            allowed      the block is being executed
 * EXITING    aexit                             allowed      the block has ended, tasks are waited for
 * finished   EXITING and no tasks left         refused
 * aborting   failure, cancellation, cancel()   refused      a flag beside the state: everything has been cancelled
 *
 * The group cancels its parent task when a task fails inside the block, and must take that request back on exit. If
 * the count of requests does not fall to zero, somebody else wants the parent cancelled too: then a failure is thrown
 * first, and the request is made again so that the next await raises it.
 *
 * The tasks are a linked list of their done-callbacks, in the order of creation.
 */
public final class TaskGroup implements AsyncContextManager<TaskGroup> {

    private enum State {
        CREATED, ENTERED, EXITING
    }

    private State state = State.CREATED;
    private boolean aborting;
    private boolean cancelOnEnter;
    private boolean parentCancelRequested;
    private @Nullable EventLoop loop;
    private @Nullable Task<?> parent;
    private final Child head = new Child();
    /// Tasks that are in the list.
    private int count;
    /// Those of them that are not done.
    private int running;
    private final List<Throwable> errors = new ArrayList<>();
    private @Nullable Throwable fatal;
    private @Nullable Future<@Nullable Void> completed;

    /// A group that has not been entered.
    public TaskGroup() {
        head.next = head;
        head.previous = head;
    }

    /// Starts a task that belongs to this group. If the group is not active, a [Coroutine] is closed.
    ///
    /// @throws IllegalStateException if the group has not been entered, is finished, or is shutting down
    public <T extends @Nullable Object> Task<T> createTask(Awaitable<T> coroutine) {
        return createTask(coroutine, null, null);
    }

    /// [#createTask(Awaitable)] with a name.
    public <T extends @Nullable Object> Task<T> createTask(Awaitable<T> coroutine, @Nullable String name) {
        return createTask(coroutine, name, null);
    }

    /// [#createTask(Awaitable)] with a name, in the given context instead of a copy of the current one.
    public <T extends @Nullable Object> Task<T> createTask(Awaitable<T> coroutine, @Nullable String name,
            @Nullable Context context) {
        Objects.requireNonNull(coroutine, "coroutine");
        checkActive(coroutine);
        Task<T> task = Task.create(Objects.requireNonNull(loop), coroutine, name, context);
        new Child(task);
        if (aborting && !task.isDone()) {
            task.cancel();
        }
        return task;
    }

    /// [#createTask(Awaitable)] for a body without a result.
    public Task<@Nullable Void> createTask(AsyncAction body) {
        return createTask(new WithoutResult<>(body), null, null);
    }

    /// [#createTask(AsyncAction)] with a name.
    public Task<@Nullable Void> createTask(AsyncAction body, @Nullable String name) {
        return createTask(new WithoutResult<>(body), name, null);
    }

    /// Cancels all tasks and the block; the block is then left without a [CancelledError]. Before the group is entered
    /// it takes effect on entry; it may be called more than once, and does nothing after the end.
    public void cancel() {
        if (state == State.CREATED) {
            cancelOnEnter = true;
        } else if (!isFinished() && !aborting) {
            abort();
            cancelParent();
        }
    }

    /// Enters the block.
    ///
    /// @throws IllegalStateException if the group was entered before, or no task is running
    @Override
    public TaskGroup aenter() {
        if (state != State.CREATED) {
            throw new IllegalStateException(
                    "enter of a TaskGroup that has already been entered: " + this
                            + "; make a new one for each asyncWith");
        }
        EventLoop running = EventLoop.running();
        Task<?> current = Task.currentTask(running);
        if (current == null) {
            throw new IllegalStateException("enter of " + this + " cannot determine the parent task;"
                    + " use it in a coroutine run by a task");
        }
        loop = running;
        parent = current;
        state = State.ENTERED;
        if (cancelOnEnter) {
            cancel();
        }
        return this;
    }

    /// Waits for all tasks.
    ///
    /// @return whether the failure is swallowed, which is so if it is the CancelledError caused by [#cancel()]
    /// @throws ExceptionGroup if tasks or the block have failed
    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        state = State.EXITING;
        if (isFatal(failure) && fatal == null) {
            fatal = failure;
        }
        CancelledError propagate = failure instanceof CancelledError cancelled ? cancelled : null;
        if (failure != null && !aborting) {
            abort();
        }
        // A parent cancelled again and again must not leave its tasks behind, hence the loop.
        CancelledError pending = null;
        while (count > 0) {
            Future<@Nullable Void> waiter = new Future<>(loop());
            completed = waiter;
            try {
                waiter.await();
            } catch (CancelledError cancelled) {
                pending = cancelled;
                if (!aborting) {
                    propagate = cancelled;
                    abort();
                }
            }
            completed = null;
        }
        try {
            return finish(failure, propagate, pending);
        } finally {
            // A group that is kept must not keep what has been thrown.
            parent = null;
            fatal = null;
            errors.clear();
        }
    }

    @Override
    public boolean tellsOfFailure() {
        return true;
    }

    private boolean finish(@Nullable Throwable failure, @Nullable CancelledError propagate,
            @Nullable CancelledError pending) throws Exception {
        Task<?> task = Objects.requireNonNull(parent);
        if (fatal != null) {
            throw Rethrow.sneaky(fatal);
        }
        CancelledError foreign = propagate;
        if (parentCancelRequested) {
            if (task.uncancel() == 0) {
                foreign = null;
            } else if (foreign == null) {
                foreign = pending;
            }
        }
        if (foreign != null && errors.isEmpty()) {
            throw foreign;
        }
        if (failure != null && !(failure instanceof CancelledError)) {
            errors.add(failure);
        }
        if (errors.isEmpty()) {
            return true;
        }
        if (task.cancelling() > 0) {
            task.uncancel();
            task.cancel();
        }
        // A generator that is being closed inside a group must still see its own GeneratorExit.
        if (failure instanceof GeneratorExit && errors.size() == 1) {
            throw Rethrow.sneaky(failure);
        }
        throw GroupedException.of("unhandled errors in a TaskGroup", errors).rethrow();
    }

    private void checkActive(Awaitable<?> refused) {
        String reason = state == State.CREATED ? "has not been entered"
                : isFinished() ? "is finished" : aborting ? "is shutting down" : null;
        if (reason == null) {
            return;
        }
        if (refused instanceof Coroutine<?> coroutine) {
            try {
                coroutine.close();
            } catch (Exception failure) {
                throw Rethrow.sneaky(failure);
            }
        }
        throw new IllegalStateException("createTask in " + this + " refused: the group " + reason
                + "; create tasks inside its asyncWith block");
    }

    private boolean isFinished() {
        return state == State.EXITING && count == 0;
    }

    private EventLoop loop() {
        return Objects.requireNonNull(loop);
    }

    private void abort() {
        aborting = true;
        for (Child child = head.next; child != head; child = child.next) {
            Task<?> task = Objects.requireNonNull(child.task);
            if (!task.isDone()) {
                task.cancel();
            }
        }
    }

    private void cancelParent() {
        if (!parentCancelRequested && parent != null) {
            parentCancelRequested = true;
            parent.cancel();
        }
    }

    private void childDone(Task<?> task) {
        if (count == 0 && completed != null && !completed.isDone()) {
            completed.setResult(null);
        }
        if (task.isCancelled()) {
            return;
        }
        Throwable failure = task.exception();
        if (failure == null) {
            return;
        }
        errors.add(failure);
        if (isFatal(failure) && fatal == null) {
            fatal = failure;
        }
        if (parent != null && parent.isDone()) {
            loop().callExceptionHandler(ExceptionContext
                    .of("Task " + task + " has failed but its parent task " + parent
                            + " is already completed")
                    .withException(failure).with("task", task));
            return;
        }
        if (!aborting && !parentCancelRequested) {
            abort();
            cancelParent();
        }
    }

    private static boolean isFatal(@Nullable Throwable failure) {
        return failure instanceof KeyboardInterrupt || failure instanceof SystemExit;
    }

    /// How many tasks are not done, for tests.
    int taskCount() {
        return count;
    }

    @Override
    public String toString() {
        return "<TaskGroup" + (count > 0 ? " tasks=" + count : "")
                + (errors.isEmpty() ? "" : " errors=" + errors.size())
                + (aborting ? " cancelling" : state == State.CREATED ? "" : " entered") + ">";
    }

    /// A task in the list of the group, and its done-callback. The head of the list has no task.
    private final class Child implements FutureCallback {

        private final @Nullable Task<?> task;
        private Child previous = this;
        private Child next = this;

        private Child() {
            task = null;
        }

        private Child(Task<?> task) {
            this.task = task;
            previous = head.previous;
            next = head;
            previous.next = this;
            head.previous = this;
            count++;
            running++;
            task.addCallback(this);
        }

        /// A task that has not failed need not be noted an iteration later if another one still runs: that one's turn
        /// comes after what would have been this one's.
        @Override
        public boolean notes(Future<?> done) {
            running--;
            if (running == 0 || !(done.hasResult() || done.isCancelled())) {
                return false;
            }
            unlink();
            return true;
        }

        @Override
        public void completed(Future<?> done) {
            unlink();
            childDone((Task<?>) done);
        }

        @Override
        public void awaiters(Consumer<? super Future<?>> tell) {
            if (parent != null) {
                tell.accept(parent);
            }
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            count--;
        }
    }
}
