package io.asyncio4j;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Task;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/// For tests that look at a loop from outside: it runs only when the test says so, in virtual time. Loop-confined.
public abstract class LoopTest {
    /// How often garbage is collected before a test gives up.
    private static final int COLLECTIONS = 200;

    /// The loop.
    protected final EventLoop loop = VirtualTime.newLoop();
    /// What the exception handler was told, once [#collectReports()] was called.
    protected final List<ExceptionContext> reports = new ArrayList<>();

    @AfterEach
    void closeLoop() throws Exception {
        if (loop.isClosed()) {
            return;
        }
        for (int round = 0; round < 10 && !Task.allTasks(loop).isEmpty(); round++) {
            Task.allTasks(loop).forEach(Task::cancel);
            iterate();
        }
        loop.close();
    }

    /// Runs a program to its end.
    protected final <T> T complete(Awaitable<T> program) throws Exception {
        return RunUntilComplete.runUntilComplete(loop, program);
    }

    /// Does one iteration.
    protected final void iterate() {
        loop.stop();
        loop.runForever();
    }

    /// Does so many iterations.
    protected final void iterate(int times) {
        for (int i = 0; i < times; i++) {
            iterate();
        }
    }

    /// A task for a program, not begun yet.
    protected final <T> Task<T> task(Awaitable<T> program) {
        return Task.create(loop, program, null, null);
    }

    /// Keeps what the exception handler is told.
    protected final void collectReports() {
        loop.setExceptionHandler((on, context) -> reports.add(context));
    }

    /// Collects garbage until the object is gone.
    protected static void awaitCollected(WeakReference<?> dropped) {
        awaitCollecting(() -> dropped.get() == null);
    }

    /// Collects garbage until something has come of it.
    protected static void awaitCollecting(BooleanSupplier happened) {
        for (int i = 0; i < COLLECTIONS; i++) {
            if (happened.getAsBoolean()) {
                return;
            }
            System.gc();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("nothing happened though garbage was collected " + COLLECTIONS + " times");
    }
}
