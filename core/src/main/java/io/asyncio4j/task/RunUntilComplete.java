package io.asyncio4j.task;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.loop.SystemExit;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// asyncio's `loop.run_until_complete`. Stateless.
public final class RunUntilComplete {
    private RunUntilComplete() {
    }

    /// Runs `loop` until the awaitable is done, and gives its result.
    ///
    /// @throws IllegalStateException when the loop is closed, runs already, or is stopped before the awaitable is done
    public static <T extends @Nullable Object> T runUntilComplete(EventLoop loop, Awaitable<T> awaitable)
            throws Exception {
        Objects.requireNonNull(loop, "loop");
        Objects.requireNonNull(awaitable, "awaitable");
        if (loop.isClosed()) {
            throw new IllegalStateException("Event loop is closed");
        }
        if (loop.isRunning() || EventLoop.runningOrNull() != null) {
            throw new IllegalStateException(
                    "runUntilComplete failed: an event loop is already running on this thread;"
                            + " await instead");
        }
        boolean fresh = !(awaitable instanceof Future);
        Future<T> future = EnsureFuture.ensureFuture(awaitable, loop);
        if (fresh && future instanceof Task<?> main) {
            main.silent = true;
        }
        FutureCallback stop = done -> {
            if (!leavesLoop(done)) {
                loop.stop();
            }
        };
        future.addCallback(stop);
        try {
            loop.runForever();
        } catch (Throwable left) {
            if (fresh && future.isDone() && !future.isCancelled()) {
                future.markRetrieved();
            }
            throw left;
        } finally {
            future.removeCallback(stop);
        }
        if (!future.isDone()) {
            throw new IllegalStateException("Event loop stopped before Future completed: " + future);
        }
        try {
            return future.result();
        } catch (Throwable failure) {
            if (failure instanceof CancelledError || failure.getStackTrace().length == 0) {
                locate(failure, new Throwable().getStackTrace());
            }
            throw failure;
        }
    }

    /// Without a place a failure would leave a program as a bare name, and a cancellation in debug mode with the await
    /// alone; and the JDK's launcher of source files, which cuts its own frames off, would fail on it.
    private static void locate(Throwable failure, StackTraceElement[] here) {
        StackTraceElement[] above = failure.getStackTrace();
        if (above.length > 0 && above[above.length - 1].equals(here[here.length - 1])) {
            return;
        }
        StackTraceElement[] all = Arrays.copyOf(above, above.length + here.length);
        System.arraycopy(here, 0, all, above.length, here.length);
        failure.setStackTrace(all);
    }

    /// Such a failure has left the loop already; a second stop would end the next run. Whoever ran the loop has got it.
    private static boolean leavesLoop(Future<?> done) {
        Throwable failure = done.peekFailure();
        done.markRetrieved();
        return failure instanceof KeyboardInterrupt || failure instanceof SystemExit;
    }
}
