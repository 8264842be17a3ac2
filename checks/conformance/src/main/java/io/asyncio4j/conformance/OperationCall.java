package io.asyncio4j.conformance;

import org.jspecify.annotations.Nullable;

/** An operation with its operands, section 3: they are evaluated from left to right. Immutable. */
record OperationCall(Operation operation, Expression[] operands) implements Expression {
    @Override
    public @Nullable Object evaluate(Frame frame) throws Exception {
        @Nullable Object[] values = new @Nullable Object[operands.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = operands[i].evaluate(frame);
        }
        return operation.action().apply(new Arguments(frame.run, values));
    }

    @Override
    public String toString() {
        return operation.name();
    }
}
