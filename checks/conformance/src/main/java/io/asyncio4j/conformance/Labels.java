package io.asyncio4j.conformance;

import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one run names tasks, futures and exceptions in its trace, section 10. Loop-confined. */
final class Labels {
    private static final String DEFAULT_NAME = "Task-";

    private final Map<Task<?>, String> anonymous = new IdentityHashMap<>();
    private final Map<Future<?>, String> futures = new IdentityHashMap<>();
    private final Map<Throwable, @Nullable String> messages = new IdentityHashMap<>();

    /** A task's name if it was given one; otherwise "#" and a number, counted in the order of asking. */
    String of(Task<?> task) {
        String name = task.getName();
        if (!name.startsWith(DEFAULT_NAME)) {
            return name;
        }
        String label = anonymous.get(task);
        if (label == null) {
            label = "#" + (anonymous.size() + 1);
            anonymous.put(task, label);
        }
        return label;
    }

    /** The label the program gave a future, or null. */
    @Nullable String of(Future<?> future) {
        return futures.get(future);
    }

    <F extends Future<?>> F label(F future, String label) {
        futures.put(future, label);
        return future;
    }

    /** Notes that the program made this exception, with that message. */
    Throwable made(Throwable exception, @Nullable String message) {
        messages.put(exception, message);
        return exception;
    }

    /** The message of a cancellation or of an exception made by the program; null for all others. */
    @Nullable String messageOf(Throwable exception) {
        return exception instanceof CancelledError cancelled ? cancelled.message() : messages.get(exception);
    }
}
