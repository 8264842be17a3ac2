package io.asyncio4j.coroutine.thread;

import io.asyncio4j.coroutine.engine.Engine;
import io.asyncio4j.coroutine.engine.Strand;

/// The engine that needs no flag: one virtual thread a strand, of which exactly one runs at a time. Thread-safe.
public final class ThreadEngine implements Engine {

    @Override
    public String name() {
        return "thread";
    }

    @Override
    public Strand strand(Runnable body) {
        return new ThreadStrand(body);
    }
}
