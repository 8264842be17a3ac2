package io.asyncio4j.coroutine;

import org.jspecify.annotations.Nullable;

/// A body that waits at one place only and awaits nothing else: a task needs no stack to suspend it, which is most of what a
/// waiting task weighs. For the rooms of this library. Confined as its coroutine is; one object may be the body of several.
///
/// @param <T> the result
public interface Stackless<T extends @Nullable Object> extends Awaitable<T> {
    /// The answer of [#begin] and [#again] that there is nothing to wait for.
    Object END = new Object();

    /// Runs up to the wait.
    ///
    /// @return what to yield, or [#END]
    @Nullable Object begin() throws Exception;

    /// Looks again when it has been resumed.
    ///
    /// @param waited what begin gave
    /// @return what to yield once more, or [#END]
    @Nullable Object again(@Nullable Object waited);

    /// Goes on after the wait, or after what was thrown into it.
    ///
    /// @param waited what begin gave
    /// @return the result
    T end(@Nullable Object waited, @Nullable Throwable thrown) throws Exception;

    /// The same on the stack of a coroutine that awaits this one.
    @Override
    default T await() throws Exception {
        Object waited = begin();
        if (waited == END) {
            return end(waited, null);
        }
        try {
            Coroutine.yield(waited);
        } catch (Throwable thrown) {
            return end(waited, thrown);
        }
        return resumed(waited, 2);
    }

    /// Apart from await for the reason that stands above [Coroutine], and because what it needs would be in the frame of a
    /// coroutine that waits.
    ///
    /// @param apart 2: compilers inline a recursion once and call for the next
    private T resumed(@Nullable Object waited, int apart) throws Exception {
        return apart > 0 ? resumed(waited, apart - 1) : resumed(waited);
    }

    private T resumed(@Nullable Object waited) throws Exception {
        try {
            for (Object out = again(waited); out != END; out = again(waited)) {
                Coroutine.yield(out);
            }
        } catch (Throwable thrown) {
            return end(waited, thrown);
        }
        return end(waited, null);
    }
}
