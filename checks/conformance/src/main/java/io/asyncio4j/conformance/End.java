package io.asyncio4j.conformance;

/** How a block ended, when it did not raise. Immutable. */
enum End {
    NORMAL, BREAK, CONTINUE,
    /** A return statement was executed; the value is in the frame. */
    RETURN
}
