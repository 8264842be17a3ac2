package io.asyncio4j.conformance;

import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.Handle;
import io.asyncio4j.loop.TimerHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on the event loop, section 7. Stateless. */
final class LoopOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("loop.time", "", a -> VirtualTime.ticks(a.run().loop().time())), //
            Operation.of("busy", "delay", LoopOperations::busy), //
            Operation.of("loop.call_soon", "@fn *args", a -> a.run().loop().callSoon(callback(a, 0))), //
            Operation.of("loop.call_soon_in", "context @fn *args",
                    a -> a.run().loop().callSoon(callback(a, 1), a.context(0))), //
            Operation.of("loop.call_soon_threadsafe", "@fn *args",
                    a -> a.run().loop().callSoonThreadsafe(callback(a, 0))), //
            Operation.of("loop.call_later", "delay @fn *args",
                    a -> a.run().loop().callLater(a.seconds(0), callback(a, 1))), //
            Operation.of("loop.call_at", "when @fn *args",
                    a -> a.run().loop().callAt(a.seconds(0), callback(a, 1))), //
            Operation.of("Handle.cancel", "handle", LoopOperations::cancel), //
            Operation.of("Handle.cancelled", "handle", a -> a.instance(0, Handle.class).cancelled()), //
            Operation.of("TimerHandle.when", "handle",
                    a -> VirtualTime.ticks(a.instance(0, TimerHandle.class).when())), //
            Operation.of("loop.stop", "", LoopOperations::stop), //
            Operation.of("loop.call_exception_handler", "exc", LoopOperations::callExceptionHandler));

    private LoopOperations() {
    }

    /** The function named at a position, with the operands after it. */
    private static Runnable callback(Arguments a, int position) throws BadOperand {
        return a.run().callback(a.function(position), a.rest(position + 1));
    }

    private static @Nullable Object busy(Arguments a) throws BadOperand {
        long delay = a.number(0);
        if (delay < 0) {
            throw Arguments.refused(delay, "a delay that is not negative");
        }
        a.run().time.advance(delay);
        return null;
    }

    private static @Nullable Object cancel(Arguments a) throws BadOperand {
        a.instance(0, Handle.class).cancel();
        return null;
    }

    private static @Nullable Object stop(Arguments a) {
        a.run().loop().stop();
        return null;
    }

    private static @Nullable Object callExceptionHandler(Arguments a) throws BadOperand {
        a.run().loop().callExceptionHandler(ExceptionContext.of("by program").withException(a.exception(0)));
        return null;
    }
}
