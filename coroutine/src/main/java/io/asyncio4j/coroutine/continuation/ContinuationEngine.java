package io.asyncio4j.coroutine.continuation;

import io.asyncio4j.coroutine.engine.Engine;
import io.asyncio4j.coroutine.engine.Strand;

/// The fast engine: one JDK continuation a strand, on the driver's own thread. Thread-safe.
public final class ContinuationEngine implements Engine {

    @Override
    public String name() {
        return "continuation";
    }

    @Override
    public Strand strand(Runnable body) {
        return new ContinuationStrand(body);
    }

    /// Whether the JDK's packages that this engine needs are exported to this module.
    public static boolean isAvailable() {
        Module jdk = Object.class.getModule();
        Module here = ContinuationEngine.class.getModule();
        return jdk.isExported("jdk.internal.vm", here) && jdk.isExported("jdk.internal.misc", here);
    }
}
