package io.asyncio4j.conformance;

/** One statement of a compiled program, section 4 of the format. Immutable; runs on its loop's thread. */
@FunctionalInterface
interface Statement {
    /** Executes it; any Throwable may leave it. */
    End run(Frame frame) throws Exception;
}
