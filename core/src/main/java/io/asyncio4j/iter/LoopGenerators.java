package io.asyncio4j.iter;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The async generators that were first used on a loop and that somebody still holds, in the order of that first use;
/// so that the loop can close them when it shuts down.
///
/// Thread-safe: filled on the loop, emptied also by the thread that hears of dropped generators.
final class LoopGenerators {
    private static final LoopLocal<LoopGenerators> OF_LOOP = new LoopLocal<>(LoopGenerators::new);

    private final EventLoop loop;
    private final Set<GeneratorRegistration> registered = new LinkedHashSet<>();
    private boolean shutDown;

    private LoopGenerators(EventLoop loop) {
        this.loop = loop;
    }

    static LoopGenerators of(EventLoop loop) {
        return OF_LOOP.get(loop);
    }

    <T> void add(AsyncGenerator<T> generator, GeneratorCore<T> core) {
        GeneratorRegistration registration = new GeneratorRegistration(generator, core, this);
        boolean late;
        synchronized (registered) {
            registered.add(registration);
            late = shutDown;
        }
        if (late) {
            System.getLogger("io.asyncio4j.iter").log(Level.WARNING, generator
                    + " was first used after shutdownAsyncgens; nobody will close it: use it before, or with Aclosing");
        }
    }

    void remove(GeneratorRegistration registration) {
        synchronized (registered) {
            registered.remove(registration);
        }
    }

    /// Takes all out; those that come later are reported.
    List<GeneratorRegistration> takeAll() {
        synchronized (registered) {
            shutDown = true;
            List<GeneratorRegistration> taken = new ArrayList<>(registered);
            registered.clear();
            return taken;
        }
    }

    EventLoop loop() {
        return loop;
    }
}
