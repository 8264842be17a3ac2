package io.asyncio4j.coroutine;

/// Who drives a chain of coroutines: a task. The rooms above ask the running coroutine for it, so that a switch has to
/// say only once who has control. For the rooms of this library.
public interface Driver {
}
