package io.asyncio4j.conformance;

import io.asyncio4j.task.InvalidStateException;
import io.asyncio4j.thread.RunCoroutineThreadsafe;
import io.asyncio4j.thread.WrapFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The operations on concurrent futures, section 7; a CompletableFuture stands for them. Stateless. */
final class ConcurrentOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("ConcurrentFuture", "", a -> new ConcurrentFuture()), //
            Operation.of("ConcurrentFuture.set_result", "future value",
                    a -> completed(future(a).complete(a.value(1)))), //
            Operation.of("ConcurrentFuture.set_exception", "future exc",
                    a -> completed(future(a).completeExceptionally(a.exception(1)))), //
            Operation.of("ConcurrentFuture.cancel", "future", a -> future(a).cancel(false)), //
            Operation.of("ConcurrentFuture.done", "future", a -> future(a).isDone()), //
            Operation.of("ConcurrentFuture.cancelled", "future", a -> future(a).isCancelled()), //
            Operation.of("wrap_future", "future", a -> a.run().keep(WrapFuture.wrapFuture(future(a)))), //
            Operation.of("run_coroutine_threadsafe", "coro",
                    a -> RunCoroutineThreadsafe.runCoroutineThreadsafe(a.coroutine(0), a.run().loop())));

    private ConcurrentOperations() {
    }

    @SuppressWarnings("unchecked")
    private static CompletableFuture<@Nullable Object> future(Arguments a) throws BadOperand {
        return (CompletableFuture<@Nullable Object>) a.instance(0, CompletableFuture.class);
    }

    private static @Nullable Object completed(boolean now) {
        if (!now) {
            throw new InvalidStateException("complete concurrent future failed: it is done already");
        }
        return null;
    }
}
