package io.asyncio4j.coroutine;

import io.asyncio4j.coroutine.continuation.ContinuationEngine;
import io.asyncio4j.coroutine.engine.Engine;
import io.asyncio4j.coroutine.thread.ThreadEngine;

/// The choice of engine, made once when the first coroutine is made: `-Dasyncio4j.engine=continuation|thread`, else the
/// fast one if the JDK lets us.
final class Engines {
    static final String EXPORTS = "--add-exports java.base/jdk.internal.vm=ALL-UNNAMED"
            + " --add-exports java.base/jdk.internal.misc=ALL-UNNAMED";

    private Engines() {
    }

    static Engine choose() {
        String wanted = System.getProperty("asyncio4j.engine");
        System.Logger log = System.getLogger("io.asyncio4j");
        boolean fast = ContinuationEngine.isAvailable();
        if (wanted != null && !"continuation".equals(wanted) && !"thread".equals(wanted)) {
            throw new IllegalArgumentException("asyncio4j.engine has an unknown value: '" + wanted
                    + "'; use continuation or thread");
        }
        if ("continuation".equals(wanted) && !fast) {
            throw new IllegalStateException(
                    "asyncio4j.engine=continuation cannot start: jdk.internal.vm is not exported"
                            + " to " + name(Engines.class.getModule()) + "; run java with " + exports());
        }
        if ("thread".equals(wanted) || !fast) {
            log.log(wanted == null ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
                    "coroutine engine: thread (virtual threads); for the faster one run java with " + exports());
            return new ThreadEngine(body -> ((Coroutine<?>) body).run());
        }
        log.log(System.Logger.Level.DEBUG, "coroutine engine: continuation");
        return new ContinuationEngine(new Start());
    }

    /// Where a strand of the continuation engine begins. A class and no lambda, which would be a call more: the compiler
    /// inlines what coroutines await only so many calls deep from here.
    private static final class Start implements Runnable {
        @Override
        public void run() {
            ((Coroutine<?>) ContinuationEngine.startingBody()).run();
        }
    }

    private static String exports() {
        Module here = Engines.class.getModule();
        return here.isNamed() ? EXPORTS.replace("ALL-UNNAMED", here.getName()) : EXPORTS;
    }

    private static String name(Module module) {
        return module.isNamed() ? "module " + module.getName() : "the class path";
    }
}
