package io.asyncio4j.conformance;

import org.jspecify.annotations.Nullable;

/** The kind AppBaseError: raised by programs only, and no Exception in Python's sense. Immutable. */
final class AppBaseError extends Error {
    private static final long serialVersionUID = 1L;

    AppBaseError(@Nullable String message) {
        super(message);
    }
}
