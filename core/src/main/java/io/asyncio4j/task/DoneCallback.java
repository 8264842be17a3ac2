package io.asyncio4j.task;

/// What is to happen when a future is done: the callback of asyncio's `add_done_callback`. It must not await.
///
/// @param <F> the future it is given
@FunctionalInterface
public interface DoneCallback<F> {

    /// Runs the callback, in its context. What it throws goes to the loop's exception handler, as with any callback.
    void done(F future) throws Exception;
}
