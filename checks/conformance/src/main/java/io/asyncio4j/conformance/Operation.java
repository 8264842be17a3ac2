package io.asyncio4j.conformance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation of section 7 of the format. Immutable.
 *
 * @param name     as programs write it
 * @param operands its signature, as section 3 writes it: {@code x}, {@code x?}, {@code *args}, {@code @fn},
 *                     {@code #name}
 * @param required the least number of operands
 * @param action   what it does with the values of the operands
 */
record Operation(String name, List<String> operands, int required, Action action) {
    static Operation of(String name, String signature, Action action) {
        List<String> operands = signature.isEmpty() ? List.of() : List.of(signature.split(" "));
        long required = operands.stream().filter(o -> !o.endsWith("?") && !o.startsWith("*")).count();
        return new Operation(name, operands, (int) required, action);
    }

    /** What an operation does. */
    @FunctionalInterface
    interface Action {
        @Nullable Object apply(Arguments arguments) throws Exception;
    }

    /** Whether the last operand may be repeated. */
    boolean variadic() {
        return !operands.isEmpty() && operands.getLast().startsWith("*");
    }

    /** The notation of the operand at a position, counted from 0. */
    String operand(int position) {
        return operands.get(Math.min(position, operands.size() - 1));
    }
}
