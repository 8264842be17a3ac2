package io.asyncio4j.iter;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopLocal;
import io.asyncio4j.task.Task;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The async generators that were first used on a loop and have not ended, in the order of that first use; so that the loop
/// can close them when it shuts down.
///
/// Loop-confined, except [#remove(GeneratorRegistration)].
final class LoopGenerators {
    private static final LoopLocal<LoopGenerators> OF_LOOP = new LoopLocal<>(LoopGenerators::new);

    private final EventLoop loop;
    private final Set<GeneratorRegistration> registered = new LinkedHashSet<>();
    /// Of those that were dropped, the tasks that close them.
    private final Map<GeneratorRegistration, Task<?>> closers = new LinkedHashMap<>();
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

    /// @return whether it was there
    boolean remove(GeneratorRegistration registration) {
        synchronized (registered) {
            return registered.remove(registration);
        }
    }

    /// Has a task close one that was dropped, unless it has been taken.
    void closeDropped(GeneratorRegistration registration) {
        if (remove(registration)) {
            Task<@Nullable Void> closer = Task.create(loop, registration.closing(), null, null);
            closers.put(registration, closer);
            closer.addDoneCallback(_ -> closers.remove(registration));
        }
    }

    /// Takes all out, each with what waits for its end; those that come later are reported.
    Map<GeneratorRegistration, Awaitable<?>> takeAll() {
        Map<GeneratorRegistration, Awaitable<?>> taken = new LinkedHashMap<>(closers);
        synchronized (registered) {
            shutDown = true;
            registered.forEach(registration -> taken.put(registration, registration.closing()));
            registered.clear();
        }
        return taken;
    }

    EventLoop loop() {
        return loop;
    }
}
