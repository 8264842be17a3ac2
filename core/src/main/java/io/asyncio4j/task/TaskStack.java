package io.asyncio4j.task;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Frames;
import io.asyncio4j.coroutine.Stackless;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a task is: its frames, for a program and for a reader. Loop-confined; stateless.
///
/// asyncio shows one frame of a suspended coroutine; here the whole chain of awaits is on one stack.
final class TaskStack {
    private static final StackTraceElement[] NONE = {};
    private static final String STACKLESS = Stackless.class.getName();

    private TaskStack() {
    }

    /// The frames of the wait or of the failure, newest first.
    static StackTraceElement[] of(Task<?> task) {
        Coroutine<?> coroutine = task.getCoro();
        Throwable failure = task.peekFailure();
        if (!task.isDone()) {
            return coroutine == null ? NONE : ofWait(withoutEngine(coroutine.stack()), task.waiter());
        }
        return failure == null ? NONE : withoutEngine(Frames.of(failure));
    }

    static StackTraceElement[] limited(Task<?> task, int limit) {
        StackTraceElement[] frames = of(task);
        int kept = Math.clamp(limit, 0, frames.length);
        return task.isDone() ? Arrays.copyOfRange(frames, frames.length - kept, frames.length)
                : Arrays.copyOf(frames, kept);
    }

    static void print(Task<?> task, int limit, PrintStream out) {
        Objects.requireNonNull(out, "out");
        StackTraceElement[] frames = limited(task, limit);
        Throwable failure = task.peekFailure();
        if (frames.length == 0) {
            out.println("No stack for " + task);
        } else {
            out.println((failure == null ? "Stack for " : "Traceback for ") + task
                    + " (most recent call first):");
        }
        for (StackTraceElement frame : frames) {
            out.println("  at " + frame);
        }
        if (failure != null) {
            out.println(failure);
        }
    }

    /// The words about the coroutine in the task's text: what it is, and in which line of its own body.
    static String coroutine(Task<?> task) {
        Coroutine<?> coroutine = task.getCoro();
        if (coroutine == null || task.isDone() || task.getLoop().isRunning() && !task.getLoop().inLoop()) {
            return "";
        }
        StackTraceElement[] frames = of(task);
        if (frames.length == 0) {
            return " coro=" + coroutine;
        }
        StackTraceElement body = frames[frames.length - 1];
        return " coro=<" + name(body) + " " + coroutine.state().name().toLowerCase(Locale.ROOT) + " at "
                + body.getFileName() + (body.getLineNumber() < 0 ? "" : ":" + body.getLineNumber()) + ">";
    }

    /// `Crawler.main()` for the body `lambda$main$0`, which the compiler made of a lambda in main.
    private static String name(StackTraceElement frame) {
        String type = frame.getClassName();
        String method = frame.getMethodName().replaceFirst("^lambda\\$(.+)\\$\\d+$", "$1");
        return type.substring(type.lastIndexOf('.') + 1) + "." + method + "()";
    }

    /// Says what a task waits in that shows no frame of its own there: the body that needs no stack stands as its class, or,
    /// on the stack of who awaits it, as what all such bodies are.
    private static StackTraceElement[] ofWait(StackTraceElement[] frames, @Nullable Future<?> waiter) {
        StackTraceElement place = waiter instanceof FutureWait.Placed placed ? placed.place() : null;
        if (frames.length == 0) {
            return frames;
        }
        String first = frames[0].getClassName();
        if (place != null && (first.equals(STACKLESS) || first.startsWith(place.getClassName() + "$"))) {
            frames[0] = place;
        } else if (first.equals(STACKLESS) && frames.length > 1) {
            return Arrays.copyOfRange(frames, 1, frames.length);
        }
        return frames;
    }

    private static StackTraceElement[] withoutEngine(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .filter(frame -> !frame.getClassName().startsWith("io.asyncio4j.coroutine.")
                        || frame.getClassName().equals(STACKLESS))
                .toArray(StackTraceElement[]::new);
    }
}
