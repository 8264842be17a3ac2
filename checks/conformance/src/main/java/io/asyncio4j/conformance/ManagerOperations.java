package io.asyncio4j.conformance;

import io.asyncio4j.iter.Aclosing;
import io.asyncio4j.iter.AsyncExitStack;
import io.asyncio4j.iter.AsyncGenerator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on async context managers, section 7. Stateless. */
final class ManagerOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("acm", "@enter @exit *args",
                    a -> new CustomContextManager(a.run(), a.function(0), a.function(1), a.rest(2))), //
            Operation.of("aclosing", "agen", a -> Aclosing.aclosing(a.instance(0, AsyncGenerator.class))), //
            Operation.of("AsyncExitStack", "", a -> a.run().keep(new AsyncExitStack())), //
            Operation.of("AsyncExitStack.enter_async_context", "stack manager",
                    a -> stack(a).enterAsyncContext(Arguments.manager(a.value(1)))), //
            Operation.of("AsyncExitStack.push_async_exit", "stack @exit *args",
                    ManagerOperations::pushAsyncExit), //
            Operation.of("AsyncExitStack.push_async_callback", "stack @cofn *args",
                    ManagerOperations::pushAsyncCallback), //
            Operation.of("AsyncExitStack.callback", "stack @fn *args", ManagerOperations::callback), //
            Operation.of("AsyncExitStack.pop_all", "stack", a -> a.run().keep(stack(a).popAll())), //
            Operation.of("AsyncExitStack.aclose", "stack", a -> stack(a).aclose()));

    private ManagerOperations() {
    }

    private static AsyncExitStack stack(Arguments a) throws BadOperand {
        return a.instance(0, AsyncExitStack.class);
    }

    private static @Nullable Object pushAsyncExit(Arguments a) throws BadOperand {
        Function exit = a.function(1);
        @Nullable Object[] args = a.rest(2);
        stack(a).pushAsyncExit(
                failure -> Values.truth(exit.start(a.run(), Function.prepend(failure, args)).await()));
        return null;
    }

    private static @Nullable Object pushAsyncCallback(Arguments a) throws BadOperand {
        Function function = a.function(1);
        @Nullable Object[] args = a.rest(2);
        stack(a).pushAsyncCallback(() -> function.start(a.run(), args).await());
        return null;
    }

    private static @Nullable Object callback(Arguments a) throws BadOperand {
        stack(a).callback(a.run().callback(a.function(1), a.rest(2)));
        return null;
    }
}
