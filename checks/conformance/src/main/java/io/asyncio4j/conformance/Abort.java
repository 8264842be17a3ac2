package io.asyncio4j.conformance;

/**
 * Ends a run that went over a limit, or that is over. Immutable.
 *
 * <p>Programs cannot catch it; the library sees an Error like any other.
 */
final class Abort extends Error {
    private static final long serialVersionUID = 1L;

    Abort(String reason) {
        super(reason, null, false, false);
    }
}
