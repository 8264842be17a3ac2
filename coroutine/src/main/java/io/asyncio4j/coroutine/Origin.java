package io.asyncio4j.coroutine;

import java.util.List;
import java.util.Objects;

/// Where something was made, for the reports of debug mode: the newest frames of the maker, without the library's own.
public final class Origin {
    /// How many frames are kept.
    public static final int DEPTH = 10;

    private static final List<String> OWN = List.of("io.asyncio4j.coroutine.", "io.asyncio4j.context.",
            "io.asyncio4j.loop.", "io.asyncio4j.task.", "io.asyncio4j.sync.", "io.asyncio4j.queue.",
            "io.asyncio4j.iter.", "io.asyncio4j.thread.", "io.asyncio4j.runner.", "io.asyncio4j.Asyncio",
            "jdk.internal.vm.", "java.lang.VirtualThread");

    private Origin() {
    }

    /// The frames of the calling code, newest first.
    public static StackTraceElement[] capture() {
        return StackWalker.getInstance().walk(frames -> frames.skip(1).map(StackWalker.StackFrame::toStackTraceElement)
                .filter(frame -> !isOwn(frame)).limit(DEPTH).toArray(StackTraceElement[]::new));
    }

    /// Of a lambda, what it was written in.
    static String name(Object of) {
        String type = of.getClass().getName();
        String outer = type.replaceFirst("\\$\\$Lambda.*", "");
        return outer.substring(outer.lastIndexOf('.') + 1) + (outer.equals(type) ? " " : " lambda ");
    }

    /// Whether a frame is of the library's insides, and says nothing to who reads a program's stack.
    public static boolean isOwn(StackTraceElement frame) {
        Objects.requireNonNull(frame, "frame");
        String type = frame.getClassName();
        return !type.endsWith("Test") && OWN.stream().anyMatch(type::startsWith);
    }
}
