package io.asyncio4j.conformance;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.queue.Queue;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.task.DoneCallback;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a program, section 9 of the format: its loop, its global variables and its trace. Loop-confined.
 *
 * <p>It adds no task, no callback and no suspension of its own. All that the program makes is kept to the end, so that
 * nothing is reported because it was collected.
 */
final class Run {
    private static final int MAX_STEPS = 10_000;
    private static final int MAX_EVENTS = 2_000;
    private static final int MAX_DEADLOCKS = 3;

    final Labels labels = new Labels();
    final VirtualTime time = new VirtualTime(this);
    private final Program program;
    private final @Nullable Object[] globals;
    private final Trace trace = new Trace();
    private final TraceWriter writer = new TraceWriter(labels);
    private final List<Object> kept = new ArrayList<>();
    private final Map<Function, DoneCallback<Future<?>>> doneCallbacks = new IdentityHashMap<>();
    private final Map<String, ContextVar<@Nullable Object>> contextVars = new HashMap<>();
    private final Map<Queue<?>, Long> maxsizes = new IdentityHashMap<>();
    private @Nullable EventLoop loop;
    private @Nullable EventLoop foreignLoop;
    private @Nullable Task<?> main;
    private @Nullable String aborted;
    private int steps;
    private int deadlocks;

    private Run(Program program) {
        this.program = program;
        this.globals = new @Nullable Object[program.globals()];
    }

    /** Runs a program and returns the events of its trace, each a line of compact JSON. */
    static List<String> trace(Program program) {
        Run run = new Run(program);
        run.execute();
        return run.trace.events();
    }

    private void execute() {
        String outcome = null;
        try {
            Object result = runToEnd();
            outcome = writer.raw("{\"return\":").value(result).raw("}").take();
        } catch (Abort abort) {
            // the last event tells it
        } catch (Throwable raised) {
            outcome = writer.raw("{\"raise\":").value(raised).raw("}").take();
        }
        if (aborted != null) {
            trace.add(time.now(), "null", "aborted", "null", writer.text(aborted).take());
        } else if (outcome != null) {
            trace.add(time.now(), "null", "outcome", "null", outcome);
        }
        trace.close();
        if (foreignLoop != null) {
            foreignLoop.close();
        }
    }

    /** Runs main and closes the runner; what closing raises replaces what main raised. */
    private @Nullable Object runToEnd() throws Exception {
        Runner runner = new Runner(null, this::newLoop);
        try {
            return runner.run(keep(Coroutine.of(this::callMain)));
        } finally {
            runner.close();
        }
    }

    private EventLoop newLoop() {
        EventLoop made = new EventLoop(LoopOptions.defaults().withClock(time).withDriver(() -> time));
        made.setExceptionHandler(this::handle);
        loop = made;
        return made;
    }

    private @Nullable Object callMain() throws Exception {
        Task<?> task = Objects.requireNonNull(Task.currentTask());
        task.setName("main");
        main = task;
        return program.main().start(this).await();
    }

    // ---- limits

    /** Called before each statement. */
    void step() {
        if (trace.closed()) {
            throw new Abort("the run is over");
        }
        checkAborted();
        if (++steps > MAX_STEPS) {
            throw abort("steps");
        }
    }

    void checkAborted() {
        if (aborted != null) {
            throw new Abort(aborted);
        }
    }

    boolean isAborted() {
        return aborted != null;
    }

    Abort abort(String reason) {
        aborted = reason;
        return new Abort(reason);
    }

    /** The loop is idle for ever: cancels the main task. */
    void deadlock() {
        Task<?> task = main;
        if (++deadlocks > MAX_DEADLOCKS || task == null || task.isDone()) {
            throw abort("deadlock");
        }
        event("deadlock", null, "null");
        task.cancel("deadlock");
    }

    // ---- the trace

    void log(String kind, int at, @Nullable Object payload) {
        event(kind, at, writer.value(payload).take());
    }

    /** Logs that a statement raised; returns what to throw. */
    RuntimeException logRaised(int at, Throwable raised) {
        if (!(raised instanceof Abort)) {
            event("exc", at, writer.value(raised).take());
        }
        throw Rethrow.sneaky(raised);
    }

    private void handle(EventLoop from, ExceptionContext context) {
        if (isAboutCollected(context)) {
            return;
        }
        Object exception = context.exception();
        if (context.get("handle") != null) {
            writer.raw("[\"handle\",");
        } else if (context.get("asyncgen") != null) {
            writer.raw("[\"asyncgen\",");
        } else if (context.get("task") instanceof Task<?> task) {
            writer.raw("[").labelled("task", labels.of(task)).raw(",");
        } else {
            writer.raw("[\"other\",");
        }
        event("handler", null, writer.value(exception).raw("]").take());
    }

    /** Reports that depend on the collector do not count. */
    private static boolean isAboutCollected(ExceptionContext context) {
        return context.message().endsWith(" was never retrieved")
                || context.message().contains(" was destroyed ");
    }

    private void event(String kind, @Nullable Integer at, String payload) {
        if (aborted != null) {
            return;
        }
        EventLoop current = loop;
        Task<?> task = current == null ? null : Task.currentTask(current);
        String label = writer.text(task == null ? null : labels.of(task)).take();
        trace.add(time.now(), label, kind, Trace.at(at), payload);
        if (trace.size() > MAX_EVENTS) {
            throw abort("events");
        }
    }

    // ---- what operations need

    /** Nothing the program makes is collected during its run. */
    <T> T keep(T thing) {
        kept.add(thing);
        return thing;
    }

    EventLoop loop() {
        return Objects.requireNonNull(loop, "the loop is there while a program runs");
    }

    /** Another loop, one that never runs. */
    EventLoop foreignLoop() {
        EventLoop foreign = foreignLoop;
        if (foreign == null) {
            foreign = new EventLoop();
            foreign.setExceptionHandler((_, _) -> {
            });
            foreignLoop = foreign;
        }
        return foreign;
    }

    @Nullable Object global(int slot) {
        return globals[slot];
    }

    void setGlobal(int slot, @Nullable Object value) {
        globals[slot] = value;
    }

    ContextVar<@Nullable Object> contextVar(String name) {
        return contextVars.computeIfAbsent(name, n -> ContextVar.withDefault(n, null));
    }

    void noteMaxsize(Queue<?> queue, long maxsize) {
        maxsizes.put(queue, maxsize);
    }

    long maxsizeOf(Queue<?> queue) {
        int limit = queue.maxsize();
        return limit == Queue.UNLIMITED ? maxsizes.getOrDefault(queue, 0L) : limit;
    }

    /** Calls a function from a place that declares no exceptions; they travel on as they are. */
    @Nullable Object call(Function function, @Nullable Object... args) {
        try {
            return function.call(this, args);
        } catch (Exception raised) {
            throw Rethrow.sneaky(raised);
        }
    }

    Runnable callback(Function function, @Nullable Object[] args) {
        return () -> call(function, args);
    }

    /** A function as a callback of futures: always the same object, so that it can be removed. */
    DoneCallback<Future<?>> doneCallback(Function function) {
        return doneCallbacks.computeIfAbsent(function, f -> future -> call(f, future));
    }
}
