package io.asyncio4j.iter;

import org.jspecify.annotations.Nullable;

/// What runs when a block of [AsyncExitStack] is left: the second half of an async context manager.
@FunctionalInterface
public interface AsyncExit {

    /// Leaves; may await.
    ///
    /// @param failure what the body, or an exit before this one, threw; null when there is nothing
    /// @return true to swallow the failure
    boolean exit(@Nullable Throwable failure) throws Exception;
}
