package io.asyncio4j.task;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.LoopLocal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tasks of one loop that are not done, in the order they were made. Loop-confined.
///
/// It holds them strongly: a task that only waits is not forgotten, as it can be in CPython.
final class TaskRegistry implements AutoCloseable {
    private static final LoopLocal<TaskRegistry> PLACE = new LoopLocal<>(TaskRegistry::new);

    private final EventLoop loop;
    private @Nullable Task<?> oldest;
    private @Nullable Task<?> newest;
    @Nullable TaskFactory factory;

    private TaskRegistry(EventLoop loop) {
        this.loop = loop;
    }

    static TaskRegistry of(EventLoop loop) {
        return PLACE.get(loop);
    }

    void add(Task<?> task) {
        Task<?> before = newest;
        task.older = before;
        if (before == null) {
            oldest = task;
        } else {
            before.newer = task;
        }
        newest = task;
        task.registered = true;
    }

    void remove(Task<?> task) {
        if (!task.registered) {
            return;
        }
        task.registered = false;
        Task<?> before = task.older;
        Task<?> after = task.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        task.older = null;
        task.newer = null;
    }

    Set<Task<?>> all() {
        Set<Task<?>> all = new LinkedHashSet<>();
        for (Task<?> task = oldest; task != null; task = task.newer) {
            all.add(task);
        }
        return all;
    }

    @Override
    public void close() {
        Set<Task<?>> pending = all();
        oldest = null;
        newest = null;
        for (Task<?> task : pending) {
            task.registered = false;
            if (!task.silent) {
                loop.callExceptionHandler(ExceptionContext.of("Task was destroyed but it is pending!")
                        .with("task", task).withTrace("source_traceback", task.madeAt).in(task.getContext()));
            }
        }
    }
}
