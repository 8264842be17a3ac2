package io.asyncio4j.process;

/// Hears that a child has ended.
@FunctionalInterface
public interface ChildCallback {

    /// The child has ended and is reaped. May be called on any thread.
    ///
    /// @param pid which
    /// @param returnCode its exit code, or the negative number of the signal that ended it
    void exited(long pid, int returnCode);
}
