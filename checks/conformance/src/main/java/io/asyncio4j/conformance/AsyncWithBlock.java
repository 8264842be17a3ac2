package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.AsyncWith;
import org.jspecify.annotations.Nullable;

/** The async_with statement, section 4. Immutable; runs on its loop's thread. */
record AsyncWithBlock(int at, Expression manager, Variable variable, Block body) implements Statement {
    @Override
    public End run(Frame frame) throws Exception {
        End end;
        try {
            end = within(Arguments.manager(manager.evaluate(frame)), frame);
        } catch (Throwable raised) {
            throw frame.run.logRaised(at, raised);
        }
        if (end == End.NORMAL) {
            frame.run.log("exit", at, null);
        }
        return end;
    }

    /** The end of the body; NORMAL too when the manager has swallowed what the body raised. */
    private End within(AsyncContextManager<@Nullable Object> context, Frame frame) throws Exception {
        End end = AsyncWith.asyncWithResult(context, entered -> {
            variable.assign(frame, entered);
            frame.run.log("enter", at, entered);
            return body.run(frame);
        });
        return end == null ? End.NORMAL : end;
    }
}
