package io.asyncio4j.coroutine.continuation;

import io.asyncio4j.coroutine.engine.Engine;
import io.asyncio4j.coroutine.engine.Strand;
import java.util.function.Consumer;

/// The fast engine: one JDK continuation a strand, on the driver's own thread. Thread-safe.
public final class ContinuationEngine implements Engine {
    private final Runnable start;

    /// An engine whose strands hand their body to `entry`.
    public ContinuationEngine(Consumer<Object> entry) {
        start = new Start(entry);
    }

    @Override
    public String name() {
        return "continuation";
    }

    @Override
    public boolean relays() {
        return false;
    }

    @Override
    public Strand strand(Object body) {
        return new ContinuationStrand(start, body);
    }

    /// Whether the JDK's packages that this engine needs are exported to this module.
    public static boolean isAvailable() {
        Module jdk = Object.class.getModule();
        Module here = ContinuationEngine.class.getModule();
        return jdk.isExported("jdk.internal.vm", here) && jdk.isExported("jdk.internal.misc", here);
    }

    /// A class and no lambda, as the entry should be: a lambda is two calls, and the compiler inlines what coroutines await
    /// only so many calls deep from here.
    private record Start(Consumer<Object> entry) implements Runnable {
        @Override
        public void run() {
            entry.accept(ContinuationStrand.startingBody());
        }
    }
}
