package io.asyncio4j.task;

import org.jspecify.annotations.Nullable;

/// The operation was cancelled: asyncio's `CancelledError`, raised once where the task waits. An `Error`, so that
/// `catch (Exception e)` cannot swallow a cancellation; code that catches it to clean up must throw it on.
///
/// It has a stack trace only where debug mode made it, because a cancellation is control flow and traces cost more than
/// the rest of it. The trace is that of the await that was interrupted.
public final class CancelledError extends Error {
    private static final long serialVersionUID = 1;

    private boolean located;

    /// A cancellation without a message.
    public CancelledError() {
        this(null);
    }

    /// A cancellation with the message given to `cancel`, or null.
    public CancelledError(@Nullable String message) {
        super(message, null, true, false);
    }

    CancelledError(@Nullable String message, boolean trace) {
        super(message, null, true, trace);
    }

    /// Says which await it interrupts, unless it has interrupted another before.
    void interrupts(StackTraceElement[] await) {
        if (!located) {
            located = true;
            setStackTrace(await);
        }
    }

    /// The message given to `cancel`, or null.
    public @Nullable String message() {
        return getMessage();
    }
}
