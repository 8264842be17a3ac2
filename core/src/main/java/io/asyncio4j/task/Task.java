package io.asyncio4j.task;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import java.io.PrintStream;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A coroutine that the loop runs, beside others: asyncio's `Task`. Its first step runs in the next iteration. Awaiting
/// it gives the coroutine's result.
///
/// Loop-confined. The loop holds it until it is done.
///
/// @param <T> the result
public final class Task<T extends @Nullable Object> extends Future<T> {
    private static final AtomicLong MADE = new AtomicLong();

    private final long number;
    private final TaskDriver<T> driver;
    private @Nullable Extra extra;
    // The links of TaskRegistry.
    @Nullable Task<?> older;
    @Nullable Task<?> newer;
    boolean registered;
    // Whether it may be left pending without a report: whoever started it has told of the end already.
    boolean silent;

    /// What few tasks need; together, so that the others are small.
    static final class Extra {
        @Nullable String name;
        @Nullable Object suspendedIn;
        @Nullable String cancelMessage;
        int cancelRequests;
    }

    @SuppressWarnings("this-escape") // the driver only keeps it
    private Task(EventLoop loop, Coroutine<T> coroutine, @Nullable String name, @Nullable Context context) {
        super(loop);
        if (name == null) {
            this.number = MADE.incrementAndGet();
        } else {
            this.number = 0;
            newExtra().name = name;
        }
        this.driver = new TaskDriver<>(this, coroutine, context);
        coroutine.setDriver(driver);
    }

    /// A task of `loop` for an awaitable, made by the loop's factory: asyncio's `loop.create_task`.
    ///
    /// @param name null for `Task-N`
    /// @param context the context it runs in, shared and not copied; null for a copy of the current one
    /// @throws IllegalArgumentException for a future: it runs already; await it
    public static <T extends @Nullable Object> Task<T> create(EventLoop loop, Awaitable<T> awaitable,
            @Nullable String name, @Nullable Context context) {
        Coroutine<T> coroutine = coroutine(awaitable);
        TaskFactory factory = TaskRegistry.of(Objects.requireNonNull(loop, "loop")).factory;
        return factory == null ? lazy(loop, coroutine, name, context)
                : factory.create(loop, coroutine, name, context);
    }

    /// A task of the running loop.
    public static <T extends @Nullable Object> Task<T> create(Awaitable<T> awaitable) {
        return create(EventLoop.running(), awaitable, null, null);
    }

    /// A task whose first step is scheduled, whatever the loop's factory.
    public static <T extends @Nullable Object> Task<T> lazy(EventLoop loop, Coroutine<T> coroutine,
            @Nullable String name, @Nullable Context context) {
        Task<T> task = new Task<>(loop, coroutine, name, context);
        loop.schedule(task.driver);
        TaskRegistry.of(loop).add(task);
        return task;
    }

    /// A task whose first step runs now, up to its first suspension: asyncio's `eager_start`. Scheduled as usual when
    /// the loop does not run.
    public static <T extends @Nullable Object> Task<T> eager(EventLoop loop, Coroutine<T> coroutine,
            @Nullable String name, @Nullable Context context) {
        if (!loop.inLoop()) {
            return lazy(loop, coroutine, name, context);
        }
        Task<T> task = new Task<>(loop, coroutine, name, context);
        TaskRegistry registry = TaskRegistry.of(loop);
        registry.add(task);
        task.driver.runEagerly();
        return task;
    }

    private static <T extends @Nullable Object> Coroutine<T> coroutine(Awaitable<T> awaitable) {
        if (awaitable instanceof Coroutine<T> coroutine) {
            return coroutine;
        }
        if (awaitable instanceof Future<?> future) {
            throw new IllegalArgumentException("createTask got a future, not a coroutine: " + future
                    + "; it runs already: await it");
        }
        return Coroutine.of(Objects.requireNonNull(awaitable, "awaitable"));
    }

    /// The task that has control on this thread, or null in a plain callback.
    ///
    /// @throws IllegalStateException when no loop runs on this thread
    public static @Nullable Task<?> currentTask() {
        return currentTask(EventLoop.running());
    }

    /// The task of `loop` that has control, or null.
    public static @Nullable Task<?> currentTask(EventLoop loop) {
        Objects.requireNonNull(loop, "loop");
        return loop.currentDriver() instanceof TaskDriver<?> driving ? driving.task() : null;
    }

    /// The tasks of `loop` that are not done, oldest first.
    ///
    /// @throws IllegalStateException when the loop runs on another thread
    public static Set<Task<?>> allTasks(EventLoop loop) {
        Objects.requireNonNull(loop, "loop");
        if (loop.isRunning() && !loop.inLoop()) {
            throw new IllegalStateException("allTasks failed: the event loop runs on another thread than "
                    + Thread.currentThread().getName() + "; ask there, with loop.callSoonThreadsafe");
        }
        return TaskRegistry.of(loop).all();
    }

    /// Requests that the task be cancelled: a [CancelledError] is raised in it where it waits, once. It may catch the
    /// error and go on; so this is a request, not a promise.
    ///
    /// @return false when it is done already
    @Override
    public boolean cancel(@Nullable String message) {
        markRetrieved();
        return !isDone() && driver.cancel(message);
    }

    /// How many requests to cancel it has had that [#uncancel] has not taken back.
    public int cancelling() {
        return driver.cancelling();
    }

    /// Takes back one request, as structured constructs do with their own.
    ///
    /// @return how many remain
    public int uncancel() {
        return driver.uncancel();
    }

    /// The name; `Task-N` unless one was given.
    public String getName() {
        String given = extra == null ? null : extra.name;
        return given == null ? "Task-" + number : given;
    }

    /// Renames it.
    public void setName(String name) {
        newExtra().name = Objects.requireNonNull(name, "name");
    }

    /// The coroutine it runs or has run; null if it was done already when it was made, by an eager start.
    public @Nullable Coroutine<T> getCoro() {
        return driver.coroutine();
    }

    /// The context it runs in.
    public Context getContext() {
        return driver.getContext();
    }

    /// Where it waits, or is, if it asks itself, newest frame first; where it failed, if it has; else nothing. Loop
    /// thread only.
    public StackTraceElement[] getStack() {
        return TaskStack.of(this);
    }

    /// As [#getStack()], at most `limit` frames: the newest of a wait, the oldest of a failure.
    public StackTraceElement[] getStack(int limit) {
        return TaskStack.limited(this, limit);
    }

    /// Prints [#getStack()] for a reader.
    public void printStack(PrintStream out) {
        TaskStack.print(this, Integer.MAX_VALUE, out);
    }

    /// Prints [#getStack(int)] for a reader.
    public void printStack(int limit, PrintStream out) {
        TaskStack.print(this, limit, out);
    }

    @Override
    public void setResult(T value) {
        throw new IllegalStateException("setResult refused: the coroutine of " + this
                + " gives its result; set a Future, or cancel the task");
    }

    @Override
    public void setException(Throwable exception) {
        throw new IllegalStateException("setException refused: the coroutine of " + this
                + " gives its result; set a Future, or cancel the task");
    }

    @Override
    @Nullable String cancelMessage() {
        return isCancelled() ? super.cancelMessage() : driver.cancelMessage();
    }

    TaskDriver<T> driver() {
        return driver;
    }

    @Nullable Extra extra() {
        return extra;
    }

    Extra newExtra() {
        if (extra == null) {
            extra = new Extra();
        }
        return extra;
    }

    /// The future it waits for, or null.
    @Nullable Future<?> waiter() {
        return driver.waiter();
    }

    @Override
    String kind() {
        return "Task";
    }

    @Override
    String stateWord() {
        return !isDone() && cancelling() > 0 ? "cancelling" : super.stateWord();
    }

    @Override
    String details() {
        Future<?> waitsFor = driver.waiter();
        return " name='" + getName() + "'" + TaskStack.coroutine(this)
                + (waitsFor == null ? "" : " wait_for=" + waitsFor);
    }
}
