package io.asyncio4j.testing;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.WithoutResult;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.runner.DefaultLoopPolicy;
import io.asyncio4j.runner.LoopPolicy;
import io.asyncio4j.runner.Runner;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Time that passes only when a loop has nothing else to do: an hour of sleeps takes milliseconds, and a test never
/// depends on the machine's speed. It starts at 0.
///
/// While other threads work for the loop (executors, [EventLoop#outsideWork]) time stands still and the loop waits for
/// them. When nothing can ever happen again it fails with a [DeadlockException] that names the tasks that wait.
///
/// Loop-confined, except [#wakeup].
public final class VirtualTime implements Clock, IoDriver {
    private static final double NANOS = 1e9;
    private static final long GIVE_UP_SECONDS = 60;

    private final Semaphore wakeups = new Semaphore(0);
    private @Nullable EventLoop loop;
    private double now;

    private VirtualTime() {
    }

    /// Runs `main` as [Runner#run] does, in virtual time.
    public static <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
        try (Runner runner = new Runner(null, VirtualTime::newLoop)) {
            return runner.run(main);
        }
    }

    /// Runs `main`, which has no result, in virtual time.
    public static void run(AsyncAction main) throws Exception {
        run(new WithoutResult<>(main));
    }

    /// A loop in virtual time; the caller closes it.
    public static EventLoop newLoop() {
        VirtualTime time = new VirtualTime();
        EventLoop loop = new EventLoop(LoopOptions.defaults().withClock(time).withDriver(() -> time));
        time.attach(loop);
        return loop;
    }

    /// A time whose loop is still to be made.
    static VirtualTime unattached() {
        return new VirtualTime();
    }

    void attach(EventLoop to) {
        loop = to;
    }

    /// A policy whose loops are in virtual time, for programs that call `run` themselves.
    public static LoopPolicy policy() {
        return new DefaultLoopPolicy(VirtualTime::newLoop);
    }

    /// Lets time pass in the running loop as a callback that takes long does.
    ///
    /// @throws IllegalStateException when the running loop is not in virtual time
    public static void pass(double seconds) {
        if (!(EventLoop.running().options().clock() instanceof VirtualTime time)) {
            throw new IllegalStateException("VirtualTime.pass failed: the running loop uses another clock; start it"
                    + " with VirtualTime.run");
        }
        time.now += seconds;
    }

    @Override
    public double time() {
        return now;
    }

    @Override
    public double resolution() {
        return 1 / NANOS;
    }

    @Override
    public void poll(long nanos) {
        EventLoop of = loop;
        if (nanos == 0 || of == null || wakeups.drainPermits() > 0) {
            return;
        }
        if (of.outsideWork(0) > 0) {
            awaitOthers();
        } else if (nanos < 0) {
            throw DeadlockException.of(of);
        } else {
            now += nanos / NANOS;
        }
    }

    @Override
    public boolean tryPoll() {
        return true;
    }

    private void awaitOthers() {
        try {
            if (!wakeups.tryAcquire(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("virtual time waited " + GIVE_UP_SECONDS
                        + " s for work on other threads that did not come back; is a blocking call stuck?");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("virtual time was interrupted while waiting for other threads",
                    interrupted);
        }
    }

    @Override
    public void wakeup() {
        wakeups.release();
    }

    @Override
    public void close() {
        wakeups.drainPermits();
    }
}
