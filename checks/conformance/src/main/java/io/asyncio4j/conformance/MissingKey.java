package io.asyncio4j.conformance;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The kind KeyError, of which the library has no use: an instance of LookupError, as in Python. Immutable. */
final class MissingKey extends NoSuchElementException {
    private static final long serialVersionUID = 1L;

    MissingKey(@Nullable String message) {
        super(message);
    }
}
