package io.asyncio4j.coroutine;

/// The body of a coroutine, or of an `async with` block, that has no result. It may await.
@FunctionalInterface
public interface AsyncAction {

    /// Runs the body.
    void run() throws Exception;
}
