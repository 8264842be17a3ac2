package io.asyncio4j.iter;

import io.asyncio4j.coroutine.EarlyRaise;
import io.asyncio4j.coroutine.GeneratorExit;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.coroutine.TypeException;
import java.lang.ref.Reference;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One `anext`, `asend`, `athrow` or `aclose` of an async generator, as it is awaited.
///
/// Loop-confined; used once.
///
/// @param <R> the item, or null for `aclose`
/*
 * Implementation note. What happens when it is started, by the state of the generator:
 *
 * | generator | SEND null | SEND v | THROW e | CLOSE |
 * |---|---|---|---|---|
 * | not started | runs | TypeException | raises e; finished | finished |
 * | suspended at a yield | resumes | resumes with v | raises e at the yield | raises GeneratorExit at the yield |
 * | the same, CLOSE was tried and it yielded | resumes | resumes with v | StopAsyncIteration | StopAsyncIteration |
 * | running | IllegalStateException | same | same | same |
 * | finished | StopAsyncIteration | StopAsyncIteration | null | null |
 *
 * An exception that reaches the call before it was started goes into the generator, in every state but running.
 */
final class GeneratorCall<R extends @Nullable Object> implements EarlyRaise<R> {
    enum Kind {
        ANEXT, ASEND, ATHROW, ACLOSE
    }

    private final Object keep;
    private final GeneratorCore<?> core;
    private final Kind kind;
    private final @Nullable Object send;
    private @Nullable Throwable raise;
    private boolean early;

    GeneratorCall(Object keep, GeneratorCore<?> core, Kind kind, @Nullable Object send,
            @Nullable Throwable raise) {
        this.keep = keep;
        this.core = core;
        this.kind = kind;
        this.send = send;
        this.raise = raise;
    }

    @Override
    public void raiseEarly(Throwable exception) {
        raise = exception;
        early = true;
    }

    @Override
    public R await() throws Exception {
        boolean gives = kind == Kind.ANEXT || kind == Kind.ASEND;
        if (!early) {
            if (core.isFinished()) {
                return endOf(gives);
            }
            checkIdle();
            checkStart(gives);
        } else {
            checkIdle();
        }
        core.setRunning(true);
        try {
            return run(early ? null : send);
        } finally {
            core.setRunning(false);
            Reference.reachabilityFence(keep);
        }
    }

    private R run(@Nullable Object send) throws Exception {
        boolean over = core.isFinished();
        // A GeneratorExit from here was raised in the caller and says nothing of the generator.
        boolean item = !over && core.run(send, raise);
        try {
            if (over) {
                throw Rethrow.sneaky(Objects.requireNonNull(raise, "a finished generator is only raised into"));
            }
            if (!item) {
                core.end();
            }
            return outcome(item);
        } catch (StopAsyncIteration | GeneratorExit end) {
            if (kind == Kind.ACLOSE) {
                return nothing();
            }
            core.markClosed();
            throw end;
        }
    }

    private void checkIdle() {
        if (core.isRunning()) {
            core.checkIdle(kind.name().toLowerCase(Locale.ROOT));
        }
    }

    private void checkStart(boolean gives) {
        if (gives) {
            if (send != null && core.isUnstarted()) {
                throw new TypeException("asend failed: cannot send " + send.getClass().getName()
                        + " to an async generator that has not started; send null first");
            }
            return;
        }
        if (core.isClosed()) {
            throw new StopAsyncIteration();
        }
        if (kind == Kind.ACLOSE) {
            core.markClosed();
            raise = new GeneratorExit();
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // null is a value where R allows it
    private R outcome(boolean item) {
        if (kind != Kind.ACLOSE) {
            return item ? (R) core.takeItem() : endOf(true);
        }
        if (item) {
            core.takeItem();
            throw new IllegalStateException(
                    "aclose failed: async generator ignored GeneratorExit and yielded;"
                            + " let GeneratorExit pass, and do not yield in a finally block");
        }
        return nothing();
    }

    private R endOf(boolean gives) {
        if (gives) {
            throw new StopAsyncIteration();
        }
        return nothing();
    }

    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    private R nothing() {
        return (R) null;
    }
}
