package io.asyncio4j.coroutine.thread;

import io.asyncio4j.coroutine.engine.Engine;
import io.asyncio4j.coroutine.engine.Mount;
import io.asyncio4j.coroutine.engine.Strand;
import java.util.function.Consumer;

/// The engine that needs no flag: one virtual thread a strand, of which exactly one runs at a time. Thread-safe.
public final class ThreadEngine implements Engine {
    private final Consumer<Object> entry;

    /// An engine whose strands hand their body to `entry`.
    public ThreadEngine(Consumer<Object> entry) {
        this.entry = entry;
    }

    @Override
    public String name() {
        return "thread";
    }

    @Override
    public boolean relays() {
        return true;
    }

    @Override
    public void setRelaying(Mount mount, boolean on) {
        Baton.of(mount).setRelaying(on);
    }

    @Override
    public Strand strand(Object body) {
        return new ThreadStrand(() -> entry.accept(body));
    }
}
