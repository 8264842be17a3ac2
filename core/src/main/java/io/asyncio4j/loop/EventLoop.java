package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Driver;
import io.asyncio4j.coroutine.Host;
import io.asyncio4j.coroutine.Origin;
import io.asyncio4j.coroutine.Origins;
import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.loop.spi.Step;
import io.asyncio4j.loop.spi.StrandStep;
import io.asyncio4j.loop.spi.TimedStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Runs callbacks one after the other on one thread: asyncio's event loop. It schedules, keeps time, starts and stops,
/// and reports failures; everything else (tasks, sockets, processes, executors) is a function of its own room.
///
/// Loop-confined, except [#callSoonThreadsafe], [#time], [#inLoop], [#outsideWork] and the questions about its state,
/// which any thread may use.
/*
 * | state   | running | closed | may become                                     |
 * |---------|---------|--------|------------------------------------------------|
 * | idle    | false   | false  | running by runForever, closed by close         |
 * | running | true    | false  | idle when stopped or left by an error          |
 * | closed  | false   | true   | -                                              |
 *
 * One iteration: purge cancelled timers; poll (not at all, up to the next deadline, or without end); take over what
 * other threads scheduled; move due timers to the ready queue, by deadline; run exactly the steps that are in the queue
 * now. What they schedule waits for the next iteration. A step that gives up control when nothing else is scheduled may
 * begin the next one itself (passIteration): `begun` is what is left of it when that step ends.
 *
 * Waking: a thread that schedules pushes first and then wakes the driver only if `sleeping`; the loop sets `sleeping`
 * first and then looks at the queue once more. One of the two sees the other.
 */
public final class EventLoop implements AutoCloseable {
    private static final double MAX_POLL_SECONDS = 24 * 3600;
    private static final double NANOS = 1e9;
    private static final int RENEWAL = 127;

    private final LoopOptions options;
    private final Clock clock;
    private final ReadyQueue ready = new ReadyQueue();
    private final TimerQueue timers = new TimerQueue();
    private final ThreadsafeQueue fromThreads = new ThreadsafeQueue();
    private final AtomicInteger outside = new AtomicInteger();
    private final Reports reports = new Reports(this);
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private @Nullable Object[] locals = new Object[8];
    private IoDriver driver;
    private @Nullable Host host;
    private boolean stopping;
    private int begun;
    private boolean tracking;
    private volatile boolean closed;
    private volatile boolean sleeping;
    private volatile @Nullable Thread thread;
    private volatile boolean debug = Origins.isDebugByDefault();
    private double slowCallbackDuration = 0.1;
    private @Nullable UnclosedLoop unclosed;

    /// A loop with the machine's clock. It has no network until something uses it.
    public EventLoop() {
        this(LoopOptions.defaults());
    }

    /// A loop with these options.
    public EventLoop(LoopOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        this.clock = options.clock();
        this.driver = options.driver().get();
        if (debug) {
            watchUnclosed();
        }
    }

    private void watchUnclosed() {
        if (unclosed == null) {
            unclosed = UnclosedLoop.watch(this, Origin.capture());
        }
    }

    // ---- the running loop

    /// The loop that runs on this thread: `get_running_loop()`.
    ///
    /// @throws IllegalStateException when none does
    public static EventLoop running() {
        EventLoop loop = runningOrNull();
        if (loop == null) {
            throw new IllegalStateException(
                    "no running event loop (thread " + Thread.currentThread().getName()
                            + "); call this from code started by Asyncio.run");
        }
        return loop;
    }

    /// The loop that runs on this thread, or null.
    public static @Nullable EventLoop runningOrNull() {
        return (EventLoop) Host.current().loop();
    }

    /// Whether the caller is on this loop's thread, or on one of its coroutines.
    public boolean inLoop() {
        return thread != null && Host.current().loop() == this;
    }

    // ---- scheduling

    /// Runs `callback` in the next iteration, in a copy of the current context.
    ///
    /// @throws IllegalStateException when the loop is closed, or in debug mode on another thread
    public Handle callSoon(Runnable callback) {
        return callSoon(callback, null);
    }

    /// Runs `callback` in the next iteration, in this context; null for a copy of the current one.
    public Handle callSoon(Runnable callback, @Nullable Context context) {
        checkOpen();
        if (debug) {
            checkThread();
        }
        Handle handle = new SoonHandle(this, Objects.requireNonNull(callback, "callback"), context);
        takeFromThreads();
        ready.add(handle);
        return handle;
    }

    /// Runs `callback` soon, from any thread: asyncio's `call_soon_threadsafe`.
    public Handle callSoonThreadsafe(Runnable callback) {
        return callSoonThreadsafe(callback, null);
    }

    /// Runs `callback` soon in this context, from any thread; null for a copy of the caller's.
    public Handle callSoonThreadsafe(Runnable callback, @Nullable Context context) {
        checkOpen();
        ThreadsafeHandle handle = new ThreadsafeHandle(this, Objects.requireNonNull(callback, "callback"),
                context == null ? Context.copyContext() : context);
        if (inLoop()) {
            takeFromThreads();
            ready.add(handle);
        } else {
            fromThreads.push(handle);
            if (closed) {
                fromThreads.drop(); // nobody else may look there any more
            } else if (sleeping) {
                driver.wakeup();
            }
        }
        return handle;
    }

    /// Runs `callback` after `seconds`, or in the iteration after the next if that is not positive.
    public TimerHandle callLater(double seconds, Runnable callback) {
        return callLater(seconds, callback, null);
    }

    /// Runs `callback` after `delay`.
    public TimerHandle callLater(Duration delay, Runnable callback) {
        Objects.requireNonNull(delay, "delay");
        return callLater(delay.getSeconds() + delay.getNano() / NANOS, callback, null);
    }

    /// Runs `callback` after `seconds`, in this context; null for a copy of the current one.
    public TimerHandle callLater(double seconds, Runnable callback, @Nullable Context context) {
        if (Double.isNaN(seconds)) {
            throw new IllegalArgumentException("callLater got an invalid delay: NaN; give seconds");
        }
        return callAt(time() + seconds, callback, context);
    }

    /// Runs `callback` when [#time] reaches `when`.
    public TimerHandle callAt(double when, Runnable callback) {
        return callAt(when, callback, null);
    }

    /// Runs `callback` when [#time] reaches `when`, in this context; null for a copy of the current one.
    public TimerHandle callAt(double when, Runnable callback, @Nullable Context context) {
        checkOpen();
        if (debug) {
            checkThread();
        }
        if (Double.isNaN(when)) {
            throw new IllegalArgumentException(
                    "callAt got an invalid time: NaN; give seconds of loop.time()");
        }
        TimerHandle timer = new TimerHandle(this, when, Objects.requireNonNull(callback, "callback"), context);
        timers.add(when, timer);
        return timer;
    }

    /// Runs a step when [#time] reaches `when`, without a handle; for the rooms of this library. Loop thread only.
    public void scheduleAt(double when, TimedStep step) {
        checkOpen();
        if (debug) {
            checkThread();
        }
        timers.add(when, Objects.requireNonNull(step, "step"));
    }

    /// Takes note that a timer that is still among the others has been cancelled, or dropped by a [TimedStep].
    public void timerCancelled() {
        timers.noteCancelled();
    }

    /// Puts a step at the end of the ready queue, without a handle; for the rooms of this library. Loop thread only.
    public void schedule(Step step) {
        checkOpen();
        if (debug) {
            checkThread();
        }
        takeFromThreads();
        ready.add(Objects.requireNonNull(step, "step"));
    }

    /// Keeps the order: what another thread has scheduled before comes before.
    private void takeFromThreads() {
        if (!fromThreads.isEmpty()) {
            fromThreads.drainTo(ready);
        }
    }

    /// The loop's time in seconds. Any thread, if the clock allows it.
    public double time() {
        return clock.time();
    }

    // ---- life

    /// Runs until [#stop] is called: asyncio's `run_forever`. Ctrl-C on the main thread, unless the program or a runner
    /// handles it, ends it with a [KeyboardInterrupt]; so does an interrupt of the thread as soon as it would wait.
    ///
    /// @throws IllegalStateException when the loop is closed or runs, or another one runs on this thread
    public void runForever() {
        checkOpen();
        if (thread != null) {
            throw new IllegalStateException("runForever failed: this event loop is already running");
        }
        Host mine = Host.current();
        if (mine.loop() != null) {
            throw new IllegalStateException(
                    "runForever failed: cannot run the event loop while another loop is running"
                            + " on this thread; await instead, or use another thread");
        }
        if (host != mine) {
            host = mine;
            mine.prefer();
        }
        thread = mine.thread();
        mine.setLoop(this);
        trackOrigins(debug);
        Object context = mine.context();
        Interrupts interrupts = Interrupts.install(this, null);
        try {
            if (Host.relays()) {
                new Relaying(this, ready).iterate(mine, context);
            } else {
                iterate(mine, context);
            }
        } catch (SystemExit | KeyboardInterrupt end) {
            ExitStatus.ofUncaught();
            throw end;
        } finally {
            stopping = false;
            begun = 0;
            thread = null;
            mine.setContext(context);
            mine.setLoop(null);
            trackOrigins(false);
            interrupts.close();
        }
    }

    private void trackOrigins(boolean on) {
        if (on != tracking) {
            tracking = on;
            if (on) {
                Origins.track(true);
            } else {
                Origins.untrack(true);
            }
        }
    }

    /// Iterations, until [#stop]. One method from loop to step: after a switch of stacks the processor predicts every
    /// return to a caller wrongly, so that each call between here and the coroutine would cost as much as all of the rest.
    private void iterate(Host mine, @Nullable Object context) {
        ReadyQueue queue = ready;
        int steps = 0;
        do {
            int left = takeBegun();
            if (left == 0) {
                poll(mine);
                takeOver();
                left = queue.size();
            }
            boolean timed = debug;
            for (; left > 0; left--) {
                Object next = queue.take();
                if (timed) {
                    reports.timed(next, mine);
                } else if (next instanceof SoonHandle handle) {
                    handle.run(mine);
                } else if (next instanceof StrandStep step) {
                    try {
                        if (step.begin(mine)) {
                            mine.resume();
                            step.end(mine);
                        } else {
                            step.step(mine);
                        }
                    } catch (Throwable failure) {
                        stepFailed(step, failure);
                    }
                } else {
                    runStep(next, mine);
                }
                if ((++steps & RENEWAL) == 0) {
                    mine.renew();
                }
            }
            // steps leave theirs behind: nobody can see it before here
            mine.setContext(context);
        } while (!isStopping());
    }

    /// How an iteration begins: purges timers, polls. Loop thread only.
    void poll(Host mine) {
        timers.purge();
        long wait = ready.size() > 0 || stopping ? 0
                : timers.size() == 0 ? -1 : nanosUntil(timers.firstDeadline());
        if (wait == 0) {
            driver.poll(0);
        } else {
            if (Thread.interrupted()) {
                throw new KeyboardInterrupt("the event loop's thread was interrupted");
            }
            sleeping = true;
            mine.setAwake(false);
            try {
                driver.poll(fromThreads.isEmpty() ? wait : 0);
            } finally {
                sleeping = false;
                mine.setAwake(true);
            }
        }
    }

    /// Begins the next iteration at once, for a step that gives up control and would be the first one there: when nothing else
    /// is scheduled, going back to the loop and coming again would change nothing. What has turned up meanwhile is the rest
    /// of that iteration. For the rooms of this library; on the loop's thread or one of its coroutines.
    ///
    /// @return false when the step must go back to the loop
    public boolean passIteration() {
        if (ready.size() > 0 || !fromThreads.isEmpty() || stopping || debug || !driver.tryPoll()) {
            return false;
        }
        timers.purge();
        takeOver();
        begun = ready.size();
        return true;
    }

    /// How many steps are left of an iteration that [#passIteration] has begun.
    int takeBegun() {
        int left = begun;
        begun = 0;
        return left;
    }

    /// How it goes on: takes over what other threads scheduled and what is due.
    void takeOver() {
        takeFromThreads();
        if (timers.size() > 0) {
            double end = clock.time() + clock.resolution();
            while (timers.size() > 0 && timers.firstDeadline() < end) {
                Object due = timers.remove();
                if (TimerQueue.isCancelled(due)) {
                    timers.forgetCancelled();
                } else {
                    ready.add(due);
                }
            }
        }
    }

    void stepFailed(Step step, Throwable failure) {
        if (failure instanceof KeyboardInterrupt || failure instanceof SystemExit) {
            throw (Error) failure;
        }
        reports.call(
                ExceptionContext.of("Exception in " + Reports.text(step)).withException(failure).with("handle", step));
    }

    void runNext(Object next, Host mine) {
        if (debug) {
            reports.timed(next, mine);
        } else {
            runStep(next, mine);
        }
    }

    void runStep(Object next, Host mine) {
        if (next instanceof Step step) {
            try {
                step.step(mine);
            } catch (Throwable failure) {
                stepFailed(step, failure);
            }
        } else {
            ((Handle) next).run(mine);
        }
    }

    private long nanosUntil(double when) {
        double seconds = Math.min(when - clock.time(), MAX_POLL_SECONDS);
        return seconds <= 0 ? 0 : (long) Math.ceil(seconds * NANOS);
    }

    /// Ends [#runForever] after the current iteration, or, before it, after one iteration.
    public void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping && begun == 0;
    }

    /// Whether the loop runs.
    public boolean isRunning() {
        return thread != null;
    }

    /// Whether the loop is closed.
    public boolean isClosed() {
        return closed;
    }

    /// Closes the loop for good: drops what is scheduled, closes what hangs on it. Does nothing a second time.
    ///
    /// @throws IllegalStateException when it runs
    @Override
    public void close() {
        if (thread != null) {
            throw new IllegalStateException(
                    "close failed: cannot close a running event loop; stop() it first");
        }
        if (closed) {
            return;
        }
        closed = true;
        if (unclosed != null) {
            unclosed.closed();
        }
        takeFromThreads();
        ready.drop();
        timers.clear();
        Throwable leaving = null;
        while (!closeables.isEmpty()) {
            Throwable thrown = reports.closeQuietly(closeables.removeLast());
            leaving = leaving == null ? thrown : leaving;
        }
        driver.close();
        Reports.rethrow(leaving);
    }

    // ---- reports

    /// Sets who is told of failures that nobody awaits; null for [#defaultExceptionHandler].
    public void setExceptionHandler(@Nullable ExceptionHandler handler) {
        reports.handler = handler;
    }

    /// Who is told of failures, or null.
    public @Nullable ExceptionHandler getExceptionHandler() {
        return reports.handler;
    }

    /// Tells the exception handler. Never throws, except what must leave the loop.
    public void callExceptionHandler(ExceptionContext context) {
        Objects.requireNonNull(context, "context");
        reports.call(context);
    }

    /// Logs the failure.
    public void defaultExceptionHandler(ExceptionContext context) {
        Objects.requireNonNull(context, "context");
        reports.log(context);
    }

    /// Whether debug mode is on: `-Dasyncio4j.debug`, `ASYNCIO4J_DEBUG` in the environment, or [#setDebug].
    public boolean getDebug() {
        return debug;
    }

    /// Turns debug mode on or off.
    public void setDebug(boolean on) {
        debug = on;
        if (on) {
            watchUnclosed();
        }
        if (inLoop()) {
            trackOrigins(on);
        } else if (isRunning()) {
            callSoonThreadsafe(() -> trackOrigins(on));
        }
    }

    /// In debug mode, how many seconds a step may take before it is reported.
    public double getSlowCallbackDuration() {
        return slowCallbackDuration;
    }

    /// Sets how many seconds a step may take before it is reported in debug mode.
    public void setSlowCallbackDuration(double seconds) {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException(
                    "setSlowCallbackDuration got an invalid time: " + seconds + "; give seconds, 0 or more");
        }
        slowCallbackDuration = seconds;
    }

    // ---- for the rooms above

    /// What the loop was made with.
    public LoopOptions options() {
        return options;
    }

    /// What the loop waits with.
    public IoDriver driver() {
        return driver;
    }

    /// Replaces what the loop waits with and closes the old one. Loop thread only, not while it polls.
    public void setDriver(IoDriver next) {
        IoDriver old = driver;
        driver = Objects.requireNonNull(next, "next");
        old.close();
    }

    /// Counts jobs elsewhere that will come back by [#callSoonThreadsafe]: +1 when one starts, -1 when it has come
    /// back. Virtual time does not pass meanwhile. Any thread.
    ///
    /// @return how many there are now
    public int outsideWork(int delta) {
        return outside.addAndGet(delta);
    }

    /// Who drives the coroutine that has control in this loop, or null; for the task room.
    public @Nullable Driver currentDriver() {
        Host mine = host;
        return mine != null && mine.loop() == this ? mine.driver() : null;
    }

    @Nullable Object local(int index) {
        return index < locals.length ? locals[index] : null;
    }

    void setLocal(int index, Object value) {
        if (index >= locals.length) {
            locals = Arrays.copyOf(locals, Math.max(index + 1, 2 * locals.length));
        }
        locals[index] = value;
        if (value instanceof AutoCloseable closeable) {
            if (closed) {
                Reports.rethrow(reports.closeQuietly(closeable));
            } else {
                closeables.add(closeable);
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("Event loop is closed");
        }
    }

    private void checkThread() {
        if (thread != null && !inLoop()) {
            throw new IllegalStateException(
                    "Non-thread-safe operation invoked on an event loop other than the current"
                            + " one (thread " + Thread.currentThread().getName()
                            + "); use callSoonThreadsafe");
        }
    }

    @Override
    public String toString() {
        return "<EventLoop running=" + isRunning() + " closed=" + closed + " debug=" + debug + ">";
    }
}
