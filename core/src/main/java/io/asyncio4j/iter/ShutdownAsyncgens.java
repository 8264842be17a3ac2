package io.asyncio4j.iter;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.task.Gather;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// asyncio's `loop.shutdown_asyncgens()`. Thread-safe: holds nothing.
public final class ShutdownAsyncgens {
    private ShutdownAsyncgens() {
    }

    /// Closes all async generators that were used on `loop` and are still held by somebody, in the order of their first
    /// use. What their bodies throw meanwhile goes to the loop's exception handler. A generator first used later is
    /// reported as a warning.
    public static Coroutine<@Nullable Void> shutdownAsyncgens(EventLoop loop) {
        Objects.requireNonNull(loop, "loop");
        return Coroutine.of(() -> {
            List<GeneratorRegistration> all = LoopGenerators.of(loop).takeAll();
            if (!all.isEmpty()) {
                close(loop, all);
            }
            return null;
        });
    }

    private static void close(EventLoop loop, List<GeneratorRegistration> all) throws Exception {
        List<Awaitable<?>> closings = new ArrayList<>(all.size());
        for (GeneratorRegistration registration : all) {
            closings.add(registration.closing());
        }
        List<?> results = Gather.gather(closings, true).await();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Exception failure) {
                Object generator = all.get(i).name();
                loop.callExceptionHandler(ExceptionContext
                        .of("an error occurred during closing of asynchronous generator " + generator)
                        .withException(failure).with("asyncgen", generator));
            }
        }
    }
}
