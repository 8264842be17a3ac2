package io.asyncio4j.coroutine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The `async with` statement as a function that takes the body: a manager needs the body's outcome, and the right to
/// swallow its failure, which try-with-resources cannot give.
///
/// Loop-confined: runs on the calling coroutine's stack; enter, body and exit may await.
public final class AsyncWith {
    private AsyncWith() {
    }

    /// Enters `manager`, runs `body` with what it gave, leaves it.
    ///
    /// @throws Exception what enter or exit threw, or what the body threw and exit did not swallow; what exit throws
    ///         instead of the body's failure carries that as a suppressed exception
    public static <C extends @Nullable Object> void asyncWith(AsyncContextManager<C> manager,
            AsyncConsumer<? super C> body) throws Exception {
        Objects.requireNonNull(manager, "manager");
        Objects.requireNonNull(body, "body");
        C entered = manager.aenter();
        try {
            body.accept(entered);
        } catch (Throwable failure) {
            if (leave(manager, failure)) {
                return;
            }
            throw failure;
        }
        manager.aexit(null);
    }

    /// As [#asyncWith(AsyncContextManager, AsyncConsumer)] for a body that does not need what the manager gives.
    public static void asyncWith(AsyncContextManager<?> manager, AsyncAction body) throws Exception {
        Objects.requireNonNull(body, "body");
        asyncWith(manager, entered -> body.run());
    }

    /// As [#asyncWith(AsyncContextManager, AsyncConsumer)] for a body with a result.
    ///
    /// @return the body's result; null when the manager swallowed its failure
    public static <C extends @Nullable Object, R> @Nullable R asyncWithResult(AsyncContextManager<C> manager,
            AsyncFunction<? super C, ? extends R> body) throws Exception {
        Objects.requireNonNull(manager, "manager");
        Objects.requireNonNull(body, "body");
        C entered = manager.aenter();
        R result;
        try {
            result = body.apply(entered);
        } catch (Throwable failure) {
            if (leave(manager, failure)) {
                return null;
            }
            throw failure;
        }
        manager.aexit(null);
        return result;
    }

    private static boolean leave(AsyncContextManager<?> manager, Throwable failure) throws Exception {
        try {
            return manager.aexit(failure);
        } catch (Throwable instead) {
            if (!manager.tellsOfFailure()) {
                Rethrow.keep(failure, instead);
            }
            throw instead;
        }
    }
}
