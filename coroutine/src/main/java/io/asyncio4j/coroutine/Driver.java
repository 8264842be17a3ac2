package io.asyncio4j.coroutine;

/// Who drives a coroutine: a task, or the coroutine that awaits it. The rooms above ask the running coroutine for it, so that
/// a switch has to say only once who has control. For the rooms of this library.
public interface Driver {
}
