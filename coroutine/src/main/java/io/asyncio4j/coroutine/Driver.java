package io.asyncio4j.coroutine;

/// Who drives a chain of coroutines: a task. The rooms above ask the running coroutine for it, so that a switch has to
/// say only once who has control. For the rooms of this library.
public interface Driver {

    /// The context that the chain runs in; owned by the context room.
    Object context();
}
