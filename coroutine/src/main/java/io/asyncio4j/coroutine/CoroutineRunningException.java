package io.asyncio4j.coroutine;

/// A coroutine or generator was driven or awaited while it has control already: Python's `ValueError: coroutine already
/// executing`.
public final class CoroutineRunningException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /// The error.
    public CoroutineRunningException() {
        super("coroutine already executing; a coroutine cannot drive or await itself");
    }
}
