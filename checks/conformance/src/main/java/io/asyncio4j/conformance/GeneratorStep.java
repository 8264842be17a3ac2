package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.EarlyRaise;
import org.jspecify.annotations.Nullable;

/**
 * The value of anext, asend, athrow or aclose: an awaitable that is no coroutine, as in Python; the library's is one.
 * Loop-confined.
 */
final class GeneratorStep implements EarlyRaise<@Nullable Object> {
    private final Coroutine<? extends @Nullable Object> call;
    private @Nullable Throwable early;

    GeneratorStep(Coroutine<? extends @Nullable Object> call) {
        this.call = call;
    }

    @Override
    public void raiseEarly(Throwable exception) {
        early = exception;
    }

    @Override
    public @Nullable Object await() throws Exception {
        return early == null ? call.await() : passOn(early);
    }

    /** Awaits the call, beginning with an exception. */
    private @Nullable Object passOn(Throwable first) throws Exception {
        boolean suspended = call.advance(null, first);
        while (suspended) {
            Object send = null;
            Throwable raise = null;
            try {
                send = Coroutine.yield(call.yielded());
            } catch (Throwable raised) {
                raise = raised;
            }
            suspended = call.advance(send, raise);
        }
        return call.outcome();
    }
}
