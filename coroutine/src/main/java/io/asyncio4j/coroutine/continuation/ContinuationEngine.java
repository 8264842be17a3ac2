package io.asyncio4j.coroutine.continuation;

import io.asyncio4j.coroutine.engine.Engine;
import io.asyncio4j.coroutine.engine.Strand;

/// The fast engine: one JDK continuation a strand, on the driver's own thread. Thread-safe.
public final class ContinuationEngine implements Engine {
    private final Runnable start;

    /// An engine whose strands run `start`, the same for all: it finds the body by [#startingBody]. A call for each less than
    /// if they handed it over, because each call is a frame below everything that a coroutine awaits.
    public ContinuationEngine(Runnable start) {
        this.start = start;
    }

    /// The body of the strand that starts on the calling thread. Once for each.
    public static Object startingBody() {
        return ContinuationStrand.startingBody();
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
}
