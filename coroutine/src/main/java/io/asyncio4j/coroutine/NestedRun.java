package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// Runs a coroutine as part of the calling one, though on a stack of its own: what the body of an async generator needs.
/// Stateless.
public final class NestedRun {
    private NestedRun() {
    }

    /// Runs `inner` until it yields `mark` or ends. What else it yields goes to whoever drives the caller, and the answer
    /// comes back, as with an await.
    ///
    /// @return true when it has yielded `mark`, false when it has ended (see [Coroutine#outcome])
    /// @throws GeneratorExit raised in the caller meanwhile, after `inner` has got one of its own
    public static boolean run(Coroutine<?> inner, Object mark, @Nullable Object send, @Nullable Throwable raise) {
        Coroutine<?> caller = Host.current().running();
        inner.nested = true;
        Coroutine.Extra callers = caller == null ? null : caller.extra();
        Coroutine<?> outer = callers == null ? null : callers.delegate;
        try {
            if (callers != null) {
                callers.delegate = inner;
            }
            boolean suspended = inner.drive(send, raise, false);
            while (suspended) {
                Object out = inner.yielded();
                if (out == mark) {
                    return true;
                }
                Object in = null;
                Throwable thrown = null;
                try {
                    in = Coroutine.yield(out);
                } catch (GeneratorExit exit) {
                    suspended = inner.closeLinks(new GeneratorExit(), false);
                    if (suspended ? inner.yields(mark) : isEnd(inner.failure())) {
                        throw exit;
                    }
                    continue;
                } catch (Throwable fromDriver) {
                    thrown = fromDriver;
                }
                suspended = inner.drive(in, thrown, false);
            }
            return false;
        } finally {
            if (callers != null) {
                callers.delegate = outer;
            }
        }
    }

    private static boolean isEnd(@Nullable Throwable failure) {
        return failure == null || failure instanceof GeneratorExit || failure instanceof StopAsyncIteration;
    }
}
