package io.asyncio4j.conformance;

/** A program, or a line of a corpus, is not well formed. Immutable. */
final class BadProgram extends Exception {
    private static final long serialVersionUID = 1L;

    BadProgram(String message) {
        super(message);
    }
}
