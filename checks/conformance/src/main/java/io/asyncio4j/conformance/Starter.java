package io.asyncio4j.conformance;

import org.jspecify.annotations.Nullable;

/** The operation starter: a coroutine function with its arguments, for staggered_race. Loop-confined. */
record Starter(Function function, @Nullable Object[] args) {
}
