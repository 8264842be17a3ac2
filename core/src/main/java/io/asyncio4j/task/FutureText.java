package io.asyncio4j.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How futures and tasks show themselves, as asyncio's reprs do. Stateless.
final class FutureText {
    private static final int MAX_RESULT = 40;
    private static final ThreadLocal<@Nullable Integer> DEPTH = new ThreadLocal<>();

    private FutureText() {
    }

    static String describe(Future<?> future) {
        Integer depth = DEPTH.get();
        if (depth != null && depth > 2) {
            return "<" + future.kind() + " ...>";
        }
        DEPTH.set(depth == null ? 1 : depth + 1);
        try {
            return "<" + future.kind() + " " + future.stateWord() + future.details() + outcome(future)
                    + callbacks(future.callbackEntries()) + madeAt(future.madeAt) + ">";
        } finally {
            if (depth == null) {
                DEPTH.remove();
            } else {
                DEPTH.set(depth);
            }
        }
    }

    private static String outcome(Future<?> future) {
        if (!future.isDone() || future.isCancelled()) {
            return "";
        }
        Throwable failure = future.peekFailure();
        return failure != null ? " exception=" + failure : " result=" + shortened(future.peekResult());
    }

    private static String callbacks(List<?> entries) {
        int size = entries.size();
        if (size == 0) {
            return "";
        }
        String first = entry(entries.getFirst());
        return switch (size) {
            case 1 -> " cb=[" + first + "]";
            case 2 -> " cb=[" + first + ", " + entry(entries.get(1)) + "]";
            default -> " cb=[" + first + ", <" + (size - 2) + " more>, " + entry(entries.getLast()) + "]";
        };
    }

    private static String entry(Object entry) {
        return switch (entry) {
            case TaskDriver<?> waiting -> "wakeup of " + waiting.task().getName();
            case Callbacks.User user -> simpleName(user.function());
            default -> simpleName(entry);
        };
    }

    private static String simpleName(Object function) {
        return function.getClass().getName().replaceAll("^.*\\.|\\$\\$Lambda.*", "") + "()";
    }

    private static String madeAt(StackTraceElement @Nullable [] frames) {
        return frames == null || frames.length == 0 ? "" : " created at " + frames[0];
    }

    private static String shortened(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= MAX_RESULT ? text : text.substring(0, MAX_RESULT) + "...";
    }
}
