package io.asyncio4j.coroutine;

import java.util.Arrays;
import java.util.Objects;

/// Cuts a coroutine's own frames out of a stack: without the engine above a suspension, and without the loop below the
/// coroutine's body. For the rooms of this library. Stateless.
public final class Frames {
    private static final String COROUTINE = Coroutine.class.getName();
    static final StackTraceElement[] NONE = {};

    private Frames() {
    }

    /// The frames of a failure up to the body of the coroutine that it left, newest first.
    public static StackTraceElement[] of(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        StackTraceElement[] frames = failure.getStackTrace();
        return Arrays.copyOf(frames, bottom(frames, 0));
    }

    /// What awaits here of a suspended stack.
    static StackTraceElement[] suspended(StackTraceElement[] frames) {
        return cut(frames, 0);
    }

    /// What runs here on the calling stack, above the end of a coroutine: that of the innermost, or with so many others
    /// `above` it.
    static StackTraceElement[] running(int above) {
        StackTraceElement[] frames = Thread.currentThread().getStackTrace();
        int from = 0;
        for (int i = 0; i < above; i++) {
            from = bottom(frames, from) + 1;
        }
        return bottom(frames, from) >= frames.length ? NONE : cut(frames, from);
    }

    /// How many coroutines are awaited on one strand: frames of that strand, newest first, of which others may follow.
    static int links(StackTraceElement[] frames) {
        int links = 0;
        for (int at = 0; at < frames.length && !isBottom(frames[at]); at++) {
            if (is(frames[at], "await") && (at == 0 || !is(frames[at - 1], "delegateTo"))) {
                links++;
            }
        }
        return links;
    }

    static StackTraceElement[] concatenated(StackTraceElement[] above, StackTraceElement[] below) {
        StackTraceElement[] all = Arrays.copyOf(above, above.length + below.length);
        System.arraycopy(below, 0, all, above.length, below.length);
        return all;
    }

    private static StackTraceElement[] cut(StackTraceElement[] frames, int from) {
        int top = from;
        while (top < frames.length && isEngine(frames[top].getClassName())) {
            top++;
        }
        return Arrays.copyOfRange(frames, top, Math.max(top, bottom(frames, top)));
    }

    private static int bottom(StackTraceElement[] frames, int from) {
        int at = from;
        while (at < frames.length && !isBottom(frames[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBottom(StackTraceElement frame) {
        return is(frame, "run");
    }

    private static boolean is(StackTraceElement frame, String coroutines) {
        return COROUTINE.equals(frame.getClassName()) && coroutines.equals(frame.getMethodName());
    }

    private static boolean isEngine(String type) {
        return type.startsWith("java.") || type.startsWith("jdk.") || type.equals(COROUTINE)
                || type.startsWith("io.asyncio4j.coroutine.continuation.")
                || type.startsWith("io.asyncio4j.coroutine.thread.")
                || type.startsWith("io.asyncio4j.coroutine.engine.") || type.equals(Frames.class.getName())
                || type.equals(Stacks.class.getName());
    }
}
