package io.asyncio4j.task;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the tasks of a loop: asyncio's `set_task_factory`. Loop-confined.
@FunctionalInterface
public interface TaskFactory {

    /// Tasks that run at once to their first suspension: asyncio's `eager_task_factory`.
    TaskFactory EAGER = Task::eager;

    /// A task for this coroutine, made by [Task#lazy] or [Task#eager]; [Task#create] would ask the loop's factory again,
    /// which is this one.
    ///
    /// @param name null for a generated one
    /// @param context null for a copy of the current one
    <T extends @Nullable Object> Task<T> create(EventLoop loop, Coroutine<T> coroutine, @Nullable String name,
            @Nullable Context context);

    /// Sets the loop's factory; null for the usual one.
    static void set(EventLoop loop, @Nullable TaskFactory factory) {
        Objects.requireNonNull(loop, "loop");
        TaskRegistry.of(loop).factory = factory;
    }

    /// The loop's factory, or null.
    static @Nullable TaskFactory get(EventLoop loop) {
        Objects.requireNonNull(loop, "loop");
        return TaskRegistry.of(loop).factory;
    }
}
