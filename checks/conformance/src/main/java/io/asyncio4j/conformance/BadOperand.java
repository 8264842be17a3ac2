package io.asyncio4j.conformance;

import org.jspecify.annotations.Nullable;

/** The kind BadOperand: an operand of an operation has the wrong type. Immutable. */
final class BadOperand extends Exception {
    private static final long serialVersionUID = 1L;

    BadOperand(@Nullable String message) {
        super(message);
    }
}
