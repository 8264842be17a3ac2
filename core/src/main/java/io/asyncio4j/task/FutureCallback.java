package io.asyncio4j.task;

/// What this room hangs on futures: like a done callback, run by the loop one iteration after the future is done, but
/// without a context of its own.
interface FutureCallback {

    /// Runs on the loop's thread.
    void completed(Future<?> future);
}
