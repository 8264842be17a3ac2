package io.asyncio4j.iter;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.Gather;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// asyncio's `loop.shutdown_asyncgens()`. Thread-safe: holds nothing.
public final class ShutdownAsyncgens {
    private ShutdownAsyncgens() {
    }

    /// Closes all async generators that were used on `loop` and have not ended, in the order of their first use; those that
    /// nobody holds any more and whose closing is under way, it waits for. What their bodies throw meanwhile goes to the
    /// loop's exception handler. A generator first used later is reported as a warning.
    public static Coroutine<@Nullable Void> shutdownAsyncgens(EventLoop loop) {
        Objects.requireNonNull(loop, "loop");
        return Coroutine.of(() -> {
            Map<GeneratorRegistration, Awaitable<?>> all = LoopGenerators.of(loop).takeAll();
            if (!all.isEmpty()) {
                close(loop, all);
            }
            return null;
        });
    }

    private static void close(EventLoop loop, Map<GeneratorRegistration, Awaitable<?>> all) throws Exception {
        Iterator<?> results = Gather.gather(all.values(), true).await().iterator();
        for (GeneratorRegistration registration : all.keySet()) {
            if (results.next() instanceof Exception failure) {
                Object generator = registration.name();
                loop.callExceptionHandler(ExceptionContext
                        .of("an error occurred during closing of asynchronous generator " + generator)
                        .withException(failure).with("asyncgen", generator));
            }
        }
    }
}
