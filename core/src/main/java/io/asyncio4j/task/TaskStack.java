package io.asyncio4j.task;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Frames;
import io.asyncio4j.coroutine.Stackless;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/// Where a task is: its frames, for a program and for a reader. Loop-confined; stateless.
///
/// asyncio shows one frame of a suspended coroutine; here the whole chain of awaits is on one stack.
final class TaskStack {
    private static final StackTraceElement[] NONE = {};

    private TaskStack() {
    }

    /// The frames of the wait or of the failure, newest first.
    static StackTraceElement[] of(Task<?> task) {
        Coroutine<?> coroutine = task.getCoro();
        Throwable failure = task.peekFailure();
        if (!task.isDone()) {
            return coroutine == null ? NONE : withoutEngine(coroutine.stack());
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

    private static StackTraceElement[] withoutEngine(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .filter(frame -> !frame.getClassName().startsWith("io.asyncio4j.coroutine.")
                        || frame.getClassName().equals(Stackless.class.getName())) // a sleeper has no other
                .toArray(StackTraceElement[]::new);
    }
}
