package io.asyncio4j.task;

import org.jspecify.annotations.Nullable;

/// The operation was cancelled: asyncio's `CancelledError`, raised once where the task waits. An `Error`, so that
/// `catch (Exception e)` cannot swallow a cancellation; code that catches it to clean up must throw it on.
///
/// Only debug mode gives it a stack trace, that of the await that was interrupted: a cancellation is control flow, and
/// traces cost more than the rest of it. One that leaves the loop has that of the call that ran the loop.
public final class CancelledError extends Error {
    private static final long serialVersionUID = 1;

    private boolean located;

    /// A cancellation without a message.
    public CancelledError() {
        this(null);
    }

    /// A cancellation with the message given to `cancel`, or null.
    public CancelledError(@Nullable String message) {
        super(message, null, true, true);
    }

    CancelledError(@Nullable String message, boolean trace) {
        this(message);
        if (trace) {
            super.fillInStackTrace();
        }
    }

    /// Nothing; [RunUntilComplete] tells where it leaves the loop.
    @Override
    public Throwable fillInStackTrace() {
        return this;
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
