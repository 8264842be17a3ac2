package io.asyncio4j.thread;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// asyncio's `to_thread()`: awaits a call that blocks without blocking the loop. Thread-safe: holds nothing.
public final class ToThread {
    private ToThread() {
    }

    /// Runs `call` on a thread of the loop's [DefaultExecutor], in a copy of the current context. A cancellation of the
    /// awaiting task does not stop the call; see [#interruptibly(Callable)].
    ///
    /// @return a coroutine that gives the call's result, or throws what it threw
    public static <T extends @Nullable Object> Coroutine<T> toThread(Callable<? extends T> call) {
        Objects.requireNonNull(call, "call");
        return Coroutine.of(() -> {
            EventLoop loop = EventLoop.running();
            Context context = Context.copyContext();
            return RunInExecutor.<T>runInExecutor(loop, null, () -> context.run(call)).await();
        });
    }

    /// Runs `call` on a virtual thread of its own, in a copy of the current context. A cancellation of the awaiting
    /// task interrupts that thread and then waits until the call has ended, so that it never outlives the await; a
    /// second cancellation stops waiting.
    ///
    /// @return a coroutine that gives the call's result, or throws what it threw. After a cancellation it throws the
    ///         `CancelledError`, unless the call fails with something else than its interruption
    public static <T extends @Nullable Object> Coroutine<T> interruptibly(Callable<? extends T> call) {
        Objects.requireNonNull(call, "call");
        return Coroutine.of(() -> {
            Context context = Context.copyContext();
            return new InterruptibleCall<T>(EventLoop.running(), () -> context.run(call)).await();
        });
    }
}
