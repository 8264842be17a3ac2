package io.asyncio4j.runner;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.WithoutResult;
import io.asyncio4j.iter.ShutdownAsyncgens;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.ExitStatus;
import io.asyncio4j.loop.Interrupts;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Task;
import io.asyncio4j.thread.DefaultExecutor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs several awaitables one after the other on one loop, and cleans up: asyncio's `Runner`.
///
/// Owner-confined: one thread makes, uses and closes it. Context variables set by one run are seen by the next.
/*
 * | state       | loop | becomes                                  |
 * |-------------|------|------------------------------------------|
 * | CREATED     | null | INITIALIZED by getLoop, run              |
 * | INITIALIZED | open | CLOSED by close                          |
 * | CLOSED      | null | -                                        |
 *
 * close: cancel all tasks and wait for them, report what they failed with, close asynchronous generators, shut the
 * default executor down, unset the current loop if this runner set it, close the loop whatever happened.
 */
public final class Runner implements AutoCloseable {
    private enum State {
        CREATED, INITIALIZED, CLOSED
    }

    private static final Duration EXECUTOR_LIMIT = Duration.ofMinutes(5);

    private final @Nullable Boolean debug;
    private final @Nullable Supplier<? extends EventLoop> loopFactory;
    private State state = State.CREATED;
    private @Nullable EventLoop loop;
    private @Nullable Context context;
    private boolean setEventLoop;

    /// A runner whose loop the policy makes, in the debug mode of the environment.
    public Runner() {
        this(null, null);
    }

    /// A runner.
    ///
    /// @param debug the loop's debug mode; null for the environment's
    /// @param loopFactory makes the loop; null for the policy, which is then also told of the loop
    public Runner(@Nullable Boolean debug, @Nullable Supplier<? extends EventLoop> loopFactory) {
        this.debug = debug;
        this.loopFactory = loopFactory;
    }

    /// The loop; made now if need be.
    ///
    /// @throws IllegalStateException when the runner is closed
    public EventLoop getLoop() {
        if (state == State.CLOSED) {
            throw new IllegalStateException("Runner is closed; make a new one");
        }
        EventLoop there = loop;
        if (there != null) {
            return there;
        }
        EventLoop made;
        if (loopFactory == null) {
            made = Policies.newEventLoop();
            Policies.setEventLoop(made);
            setEventLoop = true;
        } else {
            made = loopFactory.get();
        }
        if (debug != null) {
            made.setDebug(debug);
        }
        loop = made;
        context = Context.copyContext();
        state = State.INITIALIZED;
        return made;
    }

    /// Runs an awaitable to its end in the runner's context, and gives its result.
    ///
    /// On the main thread Ctrl-C cancels it, and a second Ctrl-C interrupts the loop.
    ///
    /// @throws IllegalStateException when a loop runs on this thread, or the runner is closed
    /// @throws KeyboardInterrupt when Ctrl-C has ended it
    public <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
        return run(main, null);
    }

    /// Runs `body` to its end.
    public void run(AsyncAction body) throws Exception {
        run(new WithoutResult<>(body), null);
    }

    /// As [#run(Awaitable)], in this context; null for the runner's.
    public <T extends @Nullable Object> T run(Awaitable<T> main, @Nullable Context in) throws Exception {
        Objects.requireNonNull(main, "main");
        if (EventLoop.runningOrNull() != null) {
            throw new IllegalStateException("run cannot be called from a running event loop (thread "
                    + Thread.currentThread().getName() + "); await the coroutine instead");
        }
        EventLoop on = getLoop();
        Coroutine<T> coroutine = main instanceof Coroutine<T> there ? there : Coroutine.of(main);
        Task<T> task = Task.create(on, coroutine, null, in != null ? in : context);
        StackTraceElement[][] interrupted = {{}};
        BooleanSupplier first = () -> {
            interrupted[0] = task.getStack();
            return task.cancel();
        };
        try (Interrupts interrupts = Interrupts.install(on, first)) {
            try {
                return RunUntilComplete.runUntilComplete(on, task);
            } catch (CancelledError cancelled) {
                if (interrupts.received() && task.uncancel() == 0) {
                    if (!on.getDebug()) {
                        locate(cancelled, interrupted[0]);
                    }
                    KeyboardInterrupt interrupt = new KeyboardInterrupt();
                    interrupt.initCause(cancelled);
                    ExitStatus.ofUncaught();
                    throw interrupt;
                }
                throw cancelled;
            }
        }
    }

    /// Who presses Ctrl-C wants to see where the program waited.
    private static void locate(CancelledError cancelled, StackTraceElement[] where) {
        StackTraceElement[] below = cancelled.getStackTrace();
        StackTraceElement[] all = Arrays.copyOf(where, where.length + below.length);
        System.arraycopy(below, 0, all, where.length, below.length);
        cancelled.setStackTrace(all);
    }

    /// Cancels what is left, cleans up and closes the loop. Does nothing a second time.
    @Override
    public void close() {
        if (state != State.INITIALIZED) {
            state = State.CLOSED;
            return;
        }
        EventLoop closing = getLoop();
        try {
            cancelAllTasks(closing);
            RunUntilComplete.runUntilComplete(closing, ShutdownAsyncgens.shutdownAsyncgens(closing));
            RunUntilComplete.runUntilComplete(closing,
                    DefaultExecutor.shutdownDefaultExecutor(closing, EXECUTOR_LIMIT));
        } catch (Exception failure) {
            throw Rethrow.sneaky(failure);
        } finally {
            if (setEventLoop) {
                Policies.setEventLoop(null);
            }
            state = State.CLOSED;
            loop = null;
            context = null;
            closing.close();
        }
    }

    private static void cancelAllTasks(EventLoop loop) throws Exception {
        Set<Task<?>> left = Task.allTasks(loop);
        if (left.isEmpty()) {
            return;
        }
        left.forEach(Task::cancel);
        RunUntilComplete.runUntilComplete(loop, Gather.gather(List.copyOf(left), true));
        for (Task<?> task : left) {
            if (task.isCancelled()) {
                continue;
            }
            Throwable failure = task.exception();
            if (failure != null) {
                loop.callExceptionHandler(
                        ExceptionContext.of("unhandled exception during asyncio.run() shutdown")
                                .withException(failure).with("task", task).in(task.getContext()));
            }
        }
    }
}
