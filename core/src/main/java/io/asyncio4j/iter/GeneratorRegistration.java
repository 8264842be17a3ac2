package io.asyncio4j.iter;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// A loop's knowledge of one async generator: the generator weakly, its body strongly. When the generator is dropped
/// in the middle, a task closes the body: asyncio's `asyncgen` finaliser hook.
///
/// Thread-safe: immutable. The thread that hears of dropped generators is one daemon for all loops, started with the
/// first generator.
final class GeneratorRegistration extends WeakReference<AsyncGenerator<?>> {
    private final GeneratorCore<?> core;
    private final LoopGenerators home;

    GeneratorRegistration(AsyncGenerator<?> generator, GeneratorCore<?> core, LoopGenerators home) {
        super(generator, Finaliser.DROPPED);
        this.core = core;
        this.home = home;
    }

    /// A wait for the end of the body, as `aclose()`.
    Awaitable<@Nullable Void> closing() {
        AsyncGenerator<?> generator = get();
        return generator != null ? generator.aclose()
                : new GeneratorCall<>(this, core, GeneratorCall.Kind.ACLOSE, null, null);
    }

    /// What to name in a report.
    Object name() {
        AsyncGenerator<?> generator = get();
        return generator != null ? generator : "<async generator " + core.describe() + ", dropped>";
    }

    private void dropped() {
        EventLoop loop = home.loop();
        if (core.isFinished() || core.isUnstarted() || core.isRunning() || core.isClosed() || loop.isClosed()) {
            home.remove(this);
            return;
        }
        try {
            loop.callSoonThreadsafe(() -> home.closeDropped(this));
        } catch (IllegalStateException closedMeanwhile) {
            // The loop has closed since the question above; then nothing can be done, as in the case above.
        }
    }

    /// Waits for dropped generators.
    private static final class Finaliser {
        static final ReferenceQueue<AsyncGenerator<?>> DROPPED = new ReferenceQueue<>();

        static {
            Thread thread = new Thread(Finaliser::listen, "asyncio-dropped-generators");
            thread.setDaemon(true);
            thread.start();
        }

        private static void listen() {
            while (true) {
                try {
                    if (DROPPED.remove() instanceof GeneratorRegistration registration) {
                        registration.dropped();
                    }
                } catch (InterruptedException nobodyMeansIt) {
                    // The thread is private to this class and has nothing else to do.
                }
            }
        }
    }
}
