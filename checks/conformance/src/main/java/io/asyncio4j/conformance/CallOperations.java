package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopIteration;
import io.asyncio4j.iter.AsyncGenerator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on functions, coroutines and async generators, section 7. Stateless. */
final class CallOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("call", "@any *args", a -> a.function(0).call(a.run(), a.rest(1))), //
            Operation.of("suspend", "value", CallOperations::suspend), //
            Operation.of("awaitable", "inner", CallOperations::awaitable), //
            Operation.of("Coroutine.send", "coro value?", CallOperations::send), //
            Operation.of("Coroutine.throw", "coro exc", CallOperations::raise), //
            Operation.of("Coroutine.close", "coro", CallOperations::close), //
            Operation.of("anext", "agen", a -> new GeneratorStep(generator(a).asend(null))), //
            Operation.of("AsyncGenerator.asend", "agen value",
                    a -> new GeneratorStep(generator(a).asend(a.value(1)))), //
            Operation.of("AsyncGenerator.athrow", "agen exc",
                    a -> new GeneratorStep(generator(a).athrow(a.exception(1)))), //
            Operation.of("AsyncGenerator.aclose", "agen",
                    a -> new GeneratorStep(generator(a).aclose())));

    private CallOperations() {
    }

    private static Awaitable<@Nullable Object> suspend(Arguments a) {
        Object value = a.value(0);
        return () -> Coroutine.yield(value);
    }

    /** An awaitable that is neither a coroutine nor a future. */
    private static Awaitable<@Nullable Object> awaitable(Arguments a) throws BadOperand {
        Awaitable<@Nullable Object> inner = a.awaitable(0);
        return inner instanceof Coroutine<@Nullable Object> coroutine ? () -> Coroutine.yieldFrom(coroutine)
                : () -> inner.await();
    }

    private static List<@Nullable Object> send(Arguments a) throws Exception {
        Coroutine<?> coroutine = a.coroutine(0);
        try {
            return PlainValues.listOf("yielded", coroutine.send(a.value(1)));
        } catch (StopIteration stop) {
            return PlainValues.listOf("returned", stop.value());
        }
    }

    private static List<@Nullable Object> raise(Arguments a) throws Exception {
        Coroutine<?> coroutine = a.coroutine(0);
        try {
            return PlainValues.listOf("yielded", coroutine.raise(a.exception(1)));
        } catch (StopIteration stop) {
            return PlainValues.listOf("returned", stop.value());
        }
    }

    private static @Nullable Object close(Arguments a) throws Exception {
        a.coroutine(0).close();
        return null;
    }

    @SuppressWarnings("unchecked")
    private static AsyncGenerator<@Nullable Object> generator(Arguments a) throws BadOperand {
        return (AsyncGenerator<@Nullable Object>) a.instance(0, AsyncGenerator.class);
    }
}
