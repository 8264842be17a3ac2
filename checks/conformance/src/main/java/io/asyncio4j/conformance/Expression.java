package io.asyncio4j.conformance;

import org.jspecify.annotations.Nullable;

/** One expression of a compiled program, section 3 of the format. Immutable; evaluated on its loop's thread. */
@FunctionalInterface
interface Expression {
    @Nullable Object evaluate(Frame frame) throws Exception;
}
