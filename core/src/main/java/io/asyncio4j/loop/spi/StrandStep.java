package io.asyncio4j.loop.spi;

import io.asyncio4j.coroutine.Host;

/// A step that gives control to a coroutine and looks afterwards how it was left. On an engine that relays the two halves
/// may run on the threads of coroutines, and nothing of a program's own may run in them.
public interface StrandStep extends Step {

    /// The first half: the coroutine has taken control.
    ///
    /// @return false, and nothing has happened, where only [#step] will do
    boolean begin(Host host);

    /// The second half, when the coroutine has been left. May throw as [#step] may.
    void end(Host host);
}
