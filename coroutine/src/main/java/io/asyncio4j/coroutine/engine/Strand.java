package io.asyncio4j.coroutine.engine;

import org.jspecify.annotations.Nullable;

/// A stack that can be left and entered again. Owner-confined: [#resume] is called by one driver at a time, [#suspend]
/// only by code that runs on this strand.
public interface Strand {

    /// Runs the body from where it stopped last, and returns when it suspends or ends. The body must not throw.
    void resume(Mount mount);

    /// As [#resume], for an engine that relays: when this strand is left, it goes on with [Mount#next] itself and passes
    /// control on. Returns when control has come back to the thread itself, to which others may have passed it. On the
    /// mount's thread only.
    void enter(Mount mount);

    /// Leaves this strand, to the caller of [#resume].
    ///
    /// @return null when it has been resumed, or at once the reason why it cannot be left here
    @Nullable String suspend();

    /// Whether the body has ended.
    boolean isDone();

    /// The frames of the suspended body, newest first; empty when it has not started, runs, or has ended.
    StackTraceElement[] stack();
}
