package io.asyncio4j.coroutine;

/// What a loop's thread has to do when a coroutine that took control by [Coroutine#takeControl] has been left: done by the
/// coroutine's own strand, so that it can pass control on to the next without the thread. For the rooms of this library.
@FunctionalInterface
public interface Relay {

    /// Goes on, up to where another coroutine takes control or only the loop's own thread will do. No coroutine has control
    /// meanwhile.
    ///
    /// @return whether a coroutine has taken control; false gives it to the loop's thread. Must not throw
    boolean next(Host host);
}
