package io.asyncio4j.conformance;

import org.jspecify.annotations.Nullable;

/** The kind AppError: an exception that only programs raise. Immutable. */
final class AppError extends Exception {
    private static final long serialVersionUID = 1L;

    AppError(@Nullable String message) {
        super(message);
    }
}
