package io.asyncio4j.process;

import io.asyncio4j.loop.EventLoop;
import org.jspecify.annotations.Nullable;

/// Notices the end of children and reaps them: asyncio's `AbstractChildWatcher`. Thread-safe.
///
/// asyncio's watchers are entered around the start of a process; these need not be, because a child stays to be waited for
/// until it is.
public interface ChildWatcher extends AutoCloseable {

    /// Calls `callback` once when the child ends; instead of an earlier callback for the same child. On the thread of the
    /// loop that runs the process.
    ///
    /// A child that somebody else has reaped is reported with 255 and a warning.
    void addChildHandler(long pid, ChildCallback callback);

    /// Forgets the callback; the child is then reaped by nobody.
    ///
    /// @return whether there was one
    boolean removeChildHandler(long pid);

    /// Tells the watcher which loop it works for, or none. The watchers of this library work for the loop that runs when a
    /// handler is added, and do nothing here.
    default void attachLoop(@Nullable EventLoop loop) {
    }

    /// Whether processes may be started; they are refused otherwise.
    boolean isActive();

    /// Forgets all callbacks.
    @Override
    void close();
}
