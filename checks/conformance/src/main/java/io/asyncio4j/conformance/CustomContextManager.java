package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.AsyncContextManager;
import org.jspecify.annotations.Nullable;

/** The operation acm: a context manager made of two coroutine functions. Loop-confined. */
record CustomContextManager(Run run, Function enter, Function exit, @Nullable Object[] args)
        implements
            AsyncContextManager<@Nullable Object> {
    @Override
    public @Nullable Object aenter() throws Exception {
        return enter.start(run, args).await();
    }

    @Override
    public boolean aexit(@Nullable Throwable failure) throws Exception {
        return Values.truth(exit.start(run, Function.prepend(failure, args)).await());
    }
}
