package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// What `async with` enters and leaves: asyncio's `__aenter__` and `__aexit__`. Both methods run on the stack of the
/// calling coroutine and may await. Use it with [AsyncWith].
///
/// @param <C> what the body is given
public interface AsyncContextManager<C extends @Nullable Object> {

    /// Enters, and gives what the body works with. If it throws, the body does not run and [#aexit] is not called.
    C aenter() throws Exception;

    /// Leaves.
    ///
    /// @param failure what the body threw, or null when it completed
    /// @return true to swallow the failure
    boolean aexit(@Nullable Throwable failure) throws Exception;

    /// Whether what [#aexit] throws tells of the failure it was given as far as it should, as a group's exception does.
    /// If not, as usual, `async with` adds that failure as a suppressed exception.
    default boolean tellsOfFailure() {
        return false;
    }
}
