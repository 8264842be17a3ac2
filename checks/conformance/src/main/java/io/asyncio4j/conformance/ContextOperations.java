package io.asyncio4j.conformance;

import io.asyncio4j.context.Context;
import io.asyncio4j.context.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on context variables, section 7. Stateless. */
final class ContextOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("ContextVar.get", "#name", a -> a.run().contextVar(a.name(0)).get()), //
            Operation.of("ContextVar.set", "#name value", a -> a.run().contextVar(a.name(0)).set(a.value(1))), //
            Operation.of("ContextVar.reset", "#name token", ContextOperations::reset), //
            Operation.of("copy_context", "", a -> Context.copyContext()), //
            Operation.of("Context.run", "context @fn *args",
                    a -> a.context(0).run(() -> a.function(1).call(a.run(), a.rest(2)))), //
            Operation.of("Context.get", "context #name",
                    a -> a.context(0).get(a.run().contextVar(a.name(1)))));

    private ContextOperations() {
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object reset(Arguments a) throws BadOperand {
        a.run().contextVar(a.name(0)).reset((Token<@Nullable Object>) a.instance(1, Token.class));
        return null;
    }
}
