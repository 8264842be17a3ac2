package io.asyncio4j.thread;

import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.loop.CurrentLoop;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Futures of the JDK as futures of a loop and back: asyncio's `wrap_future()`. Thread-safe: holds nothing.
///
/// Both directions carry the outcome one way and a cancellation both ways. `CancellationException` stands for
/// cancelled; a `CompletionException` is opened, its cause is the outcome.
public final class WrapFuture {
    private WrapFuture() {
    }

    /// As [#wrapFuture(CompletionStage, EventLoop)], on the running loop, or, when none runs, on the thread's current one.
    public static <T extends @Nullable Object> Future<T> wrapFuture(CompletionStage<? extends T> stage) {
        return wrapFuture(stage, CurrentLoop.get());
    }

    /// A future of `loop` that follows `stage`, which may complete on any thread. Cancelling the future cancels the
    /// stage. If the loop is closed first, the outcome is dropped.
    public static <T extends @Nullable Object> Future<T> wrapFuture(CompletionStage<? extends T> stage,
            EventLoop loop) {
        Objects.requireNonNull(stage, "stage");
        Future<T> future = new Future<>(loop);
        future.addDoneCallback(done -> {
            if (done.isCancelled()) {
                stage.toCompletableFuture().cancel(true);
            }
        });
        stage.whenComplete((value, failure) -> hop(loop, () -> follow(future, value, failure)));
        return future;
    }

    /// A future of the JDK that follows `future`, for threads outside the loop. Cancelling it cancels `future`. Its
    /// dependent actions run on the loop's thread unless they are `...Async`; they must not block.
    ///
    /// Call it on the loop's thread.
    public static <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Future<T> future) {
        Objects.requireNonNull(future, "future");
        CompletableFuture<T> outside = new CompletableFuture<>();
        lead(future, outside);
        return outside;
    }

    /// Lets `outside` follow `future`, and a cancellation of `outside` come back.
    static <T extends @Nullable Object> void lead(Future<T> future, CompletableFuture<T> outside) {
        outside.whenComplete((value, failure) -> {
            if (outside.isCancelled()) {
                hop(future.getLoop(), future::cancel);
            }
        });
        future.addDoneCallback(done -> {
            if (done.isCancelled()) {
                outside.cancel(false);
                return;
            }
            Throwable failure = done.exception();
            if (failure != null) {
                outside.completeExceptionally(failure);
            } else {
                outside.complete(value(done));
            }
        });
    }

    private static <T extends @Nullable Object> void follow(Future<T> future, T value,
            @Nullable Throwable failure) {
        if (future.isDone()) {
            return;
        }
        Throwable thrown = failure;
        while (thrown instanceof CompletionException && thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        if (thrown == null) {
            future.setResult(value);
        } else if (thrown instanceof CancellationException) {
            future.cancel();
        } else {
            future.setException(thrown);
        }
    }

    /// Takes the step on the loop's thread: at once if the caller is there already, as asyncio does since 3.14 (before,
    /// always in a later iteration).
    private static void hop(EventLoop loop, Runnable step) {
        if (loop.isClosed()) {
            return;
        }
        if (EventLoop.runningOrNull() == loop) {
            step.run();
            return;
        }
        try {
            loop.callSoonThreadsafe(step);
        } catch (IllegalStateException closedMeanwhile) {
            // As if it had been closed at the question above.
        }
    }

    private static <T extends @Nullable Object> T value(Future<T> done) {
        try {
            return done.result();
        } catch (Exception impossible) {
            throw Rethrow.sneaky(impossible);
        }
    }
}
