package io.asyncio4j.task;

/// Immutable. When [Wait#wait] is satisfied. Mirrors asyncio's `FIRST_COMPLETED`, `FIRST_EXCEPTION` and
/// `ALL_COMPLETED`.
public enum ReturnWhen {

    /// When every future is done.
    ALL_COMPLETED,

    /// When any future is done or cancelled.
    FIRST_COMPLETED,

    /// When any future has failed, where a cancelled one does not count; otherwise when every future is done.
    FIRST_EXCEPTION
}
