package io.asyncio4j;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.Clock;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Time that passes only when the loop has nothing else to do, so that tests neither sleep nor depend on the machine.
/// While other threads work for the loop (see [EventLoop#outsideWork(int)]) it waits for them instead; with nothing to
/// wait for it fails, because the program would hang.
///
/// Loop-confined, except [#wakeup()].
public final class VirtualTime implements Clock, IoDriver {
    private final Semaphore wakeups = new Semaphore(0);
    private @Nullable EventLoop loop;
    private long nanosNow;

    private VirtualTime() {
    }

    /// Runs `main` to its end in a loop of its own, cancels the tasks that are left, and closes the loop.
    ///
    /// @return what `main` gives
    public static <T extends @Nullable Object> T run(Awaitable<T> main) throws Exception {
        EventLoop loop = newLoop();
        try {
            return RunUntilComplete.runUntilComplete(loop, main);
        } finally {
            cancelLeftovers(loop);
            loop.close();
        }
    }

    /// A loop in virtual time; the caller closes it.
    public static EventLoop newLoop() {
        VirtualTime time = new VirtualTime();
        EventLoop loop = new EventLoop(LoopOptions.defaults().withClock(time).withDriver(() -> time));
        time.loop = loop;
        return loop;
    }

    /// Lets time pass without waiting, as a callback that takes long does. Loop thread only.
    public static void pass(double seconds) {
        ((VirtualTime) EventLoop.running().options().clock()).nanosNow += Math.round(seconds * 1e9);
    }

    private static void cancelLeftovers(EventLoop loop) throws Exception {
        List<Task<?>> left = new ArrayList<>(Task.allTasks(loop));
        left.forEach(Task::cancel);
        RunUntilComplete.runUntilComplete(loop, () -> {
            for (Task<?> task : left) {
                try {
                    task.await();
                } catch (Throwable expected) {
                    // the cancellation, or what the task made of it
                }
            }
            return null;
        });
    }

    @Override
    public double time() {
        return nanosNow / 1e9;
    }

    @Override
    public double resolution() {
        return 1e-9;
    }

    @Override
    public void poll(long nanos) {
        if (nanos == 0) {
            return;
        }
        boolean othersWork = loop != null && loop.outsideWork(0) > 0;
        try {
            if (othersWork) {
                if (!wakeups.tryAcquire(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("the loop waited 30 s for work on other threads");
                }
            } else if (nanos > 0) {
                nanosNow += nanos;
            } else if (!wakeups.tryAcquire(0, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "the program hangs: no callback, no timer, no work on other threads");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError("a test interrupted its loop", interrupted);
        }
        wakeups.drainPermits();
    }

    @Override
    public boolean tryPoll() {
        return true;
    }

    @Override
    public void wakeup() {
        wakeups.release();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
