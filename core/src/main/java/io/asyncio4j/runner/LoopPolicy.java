package io.asyncio4j.runner;

import io.asyncio4j.loop.EventLoop;

import org.jspecify.annotations.Nullable;

/// Decides which loop is a thread's current one, and how new ones are made: asyncio's event loop policy. One policy
/// serves all threads; each thread has a loop of its own. Thread-safe.
public interface LoopPolicy {

    /// The calling thread's current loop.
    ///
    /// @throws IllegalStateException when it has none and the policy does not make one
    EventLoop getEventLoop();

    /// Sets the calling thread's current loop; null for none.
    void setEventLoop(@Nullable EventLoop loop);

    /// A new loop; does not become the current one.
    EventLoop newEventLoop();
}
