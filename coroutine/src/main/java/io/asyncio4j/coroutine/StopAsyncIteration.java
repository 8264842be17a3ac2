package io.asyncio4j.coroutine;

/// The end of an asynchronous iteration, thrown by [AsyncIterator#anext()]. It has no stack trace: it is an answer,
/// not an error.
public final class StopAsyncIteration extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// The end of an iteration.
    public StopAsyncIteration() {
        super("no more items", null, true, true);
    }

    /// Nothing: whoever lets it out of a program may still say where, with [#setStackTrace].
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
