package io.asyncio4j.task;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.Handle;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Loop-confined. A limit on the time that a block of code may take: at the deadline the task that runs the block is
/// cancelled, and the [CancelledError] that comes out of the block is turned into a [TimeoutException]. Mirrors
/// `asyncio.Timeout`.
///
/// ```java
/// asyncWith(timeout(Duration.ofSeconds(5)), limit -> {
///     String name = await(ask());
///     limit.reschedule(getRunningLoop().time() + 60);
///     await(answer(name));
/// });
/// ```
///
/// A block that never awaits after its deadline is not disturbed, and [#expired()] stays false. A cancellation from
/// elsewhere remains a CancelledError, even when the deadline passes at the same time.
///
/// If some other exception leaves the block after the deadline has struck, it passes unchanged, but gets a
/// TimeoutException as a suppressed exception, so that its stack trace tells of the timeout. (Python puts it into the
/// chain of exception contexts, which Java has not.)
/*
 * state     entered by        means
 * CREATED   constructor       no deadline is armed, may be entered
 * ACTIVE    aenter            deadline armed; may be rescheduled
 * EXPIRING  deadline          the task was cancelled, the block has not ended yet
 * EXPIRED   aexit             ended after the deadline
 * FINISHED  aexit             ended before the deadline
 *
 * Whether a CancelledError is ours is told by the task's count of cancel requests: with ours taken back, it must not
 * be above its value at entry.
 */
public final class Timeout implements AsyncContextManager<Timeout> {

    /// No limit, both as a delay and as a deadline.
    public static final double NONE = Double.POSITIVE_INFINITY;

    private enum State {
        CREATED, ACTIVE, EXPIRING, EXPIRED, FINISHED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private State state = State.CREATED;
    private double when;
    /// The delay that gave the deadline, or NaN.
    private double delay;
    private @Nullable EventLoop loop;
    private @Nullable Task<?> task;
    private @Nullable Handle alarm;
    private int cancellingAtEntry;

    private Timeout(double when, double delay) {
        this.when = when;
        this.delay = delay;
    }

    /// A limit that ends so many seconds from now, by the clock of the running loop; [#NONE] is no limit. With a delay
    /// of zero or less, the first `await` in the block that gives up control is cancelled. Mirrors `asyncio.timeout`.
    ///
    /// @throws IllegalStateException if no loop is running
    /// @throws IllegalArgumentException if the delay is not a number
    public static Timeout timeout(double seconds) {
        return new Timeout(EventLoop.running().time() + checked(seconds, "timeout"), seconds);
    }

    /// [#timeout(double)] with a [Duration].
    public static Timeout timeout(Duration delay) {
        return timeout(seconds(delay, "delay"));
    }

    /// A limit that ends at a point on the clock of the loop ([EventLoop#time()], seconds); [#NONE] is no limit.
    /// Mirrors `asyncio.timeout_at`.
    ///
    /// @throws IllegalArgumentException if the deadline is not a number
    public static Timeout timeoutAt(double when) {
        return new Timeout(checked(when, "timeoutAt"), Double.NaN);
    }

    /// The deadline on the clock of the loop, in seconds, or [#NONE].
    public double when() {
        return when;
    }

    /// Moves the deadline; [#NONE] takes it away.
    ///
    /// @throws IllegalStateException if the block is not being executed, or the deadline has struck
    /// @throws IllegalArgumentException if the deadline is not a number
    public void reschedule(double deadline) {
        if (state != State.ACTIVE) {
            throw new IllegalStateException(state == State.CREATED
                    ? "reschedule of a Timeout that has not been entered; call it inside the asyncWith block"
                    : "reschedule cannot change the state of an " + state
                            + " Timeout; only an active one has a deadline to move");
        }
        when = checked(deadline, "reschedule");
        delay = Double.NaN;
        disarm();
        arm(Objects.requireNonNull(loop));
    }

    /// Whether the deadline has struck while the block was being executed.
    public boolean expired() {
        return state == State.EXPIRING || state == State.EXPIRED;
    }

    /// Arms the deadline.
    ///
    /// @throws IllegalStateException if this Timeout was entered before, or no task is running
    @Override
    public Timeout aenter() {
        if (state != State.CREATED) {
            throw new IllegalStateException("enter of a Timeout that has already been entered: " + this
                    + "; make a new one for each asyncWith");
        }
        EventLoop running = EventLoop.running();
        Task<?> current = Task.currentTask(running);
        if (current == null) {
            throw new IllegalStateException(
                    "enter of a Timeout outside a task; use it in a coroutine run by a task");
        }
        state = State.ACTIVE;
        loop = running;
        task = current;
        cancellingAtEntry = current.cancelling();
        arm(running);
        return this;
    }

    /// Disarms the deadline, and turns the CancelledError it caused into a TimeoutException.
    ///
    /// @return false: nothing is suppressed
    /// @throws TimeoutException if the deadline has struck, and the failure is the CancelledError it caused
    @Override
    public boolean aexit(@Nullable Throwable failure) throws TimeoutException {
        disarm();
        if (state == State.ACTIVE) {
            state = State.FINISHED;
        } else if (state == State.EXPIRING) {
            state = State.EXPIRED;
            boolean ours = Objects.requireNonNull(task).uncancel() <= cancellingAtEntry;
            if (ours && failure instanceof CancelledError cancelled) {
                throw expiredError(cancelled);
            }
            if (ours && failure != null) {
                failure.addSuppressed(expiredError(null));
            }
        }
        task = null;
        return false;
    }

    @Override
    public String toString() {
        return "<Timeout [" + state + "]"
                + (state == State.ACTIVE ? " when=" + (when == NONE ? "none" : when) : "")
                + ">";
    }

    private TimeoutException expiredError(@Nullable Throwable cause) {
        String limit = Double.isNaN(delay) ? "deadline " + when + " of the loop's clock" : delay + " s are over";
        TimeoutException error = new TimeoutException(
                "timeout expired: " + limit + "; allow more time, or catch TimeoutException");
        if (cause != null) {
            error.initCause(cause);
        }
        return error;
    }

    private void arm(EventLoop on) {
        if (when == NONE) {
            return;
        }
        alarm = when <= on.time() ? on.callSoon(this::strike) : on.callAt(when, this::strike);
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void strike() {
        alarm = null;
        state = State.EXPIRING;
        Objects.requireNonNull(task).cancel();
    }

    static double seconds(Duration duration, String name) {
        Objects.requireNonNull(duration, name);
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private static double checked(double seconds, String operation) {
        if (Double.isNaN(seconds)) {
            throw new IllegalArgumentException(
                    operation + " got a time that is not a number: NaN; use Timeout.NONE for no limit");
        }
        return seconds;
    }
}
