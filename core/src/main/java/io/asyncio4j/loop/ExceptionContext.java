package io.asyncio4j.loop;

import io.asyncio4j.context.Context;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of a failure that nobody awaits: the mapping that asyncio gives its exception handlers. Keys besides
/// `message` and `exception`: future, task, handle, protocol, transport, socket, asyncgen, source_traceback,
/// handle_traceback. Immutable.
public final class ExceptionContext {
    private final String message;
    private final @Nullable Throwable exception;
    private final Map<String, Object> details;
    private final @Nullable Context concerned;

    private ExceptionContext(String message, @Nullable Throwable exception, Map<String, Object> details,
            @Nullable Context concerned) {
        this.message = message;
        this.exception = exception;
        this.details = details;
        this.concerned = concerned;
    }

    /// A context with only a message.
    public static ExceptionContext of(String message) {
        return new ExceptionContext(Objects.requireNonNull(message, "message"), null, Collections.emptyMap(), null);
    }

    /// The same with the exception.
    public ExceptionContext withException(@Nullable Throwable failure) {
        return new ExceptionContext(message, failure, details, concerned);
    }

    /// The same with one more detail.
    public ExceptionContext with(String key, Object value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Map<String, Object> more = new TreeMap<>(details);
        more.put(key, value);
        return new ExceptionContext(message, exception, more, concerned);
    }

    /// The same with a creation stack, where one was recorded.
    public ExceptionContext withTrace(String key, StackTraceElement @Nullable [] madeAt) {
        Objects.requireNonNull(key, "key");
        return madeAt == null ? this : with(key, madeAt.clone());
    }

    /// The same for a failure in this context: the handler will run in it, so that it sees the context variables of the
    /// task or callback that failed.
    public ExceptionContext in(@Nullable Context context) {
        return new ExceptionContext(message, exception, details, context);
    }

    /// What happened.
    public String message() {
        return message;
    }

    /// The failure, or null.
    public @Nullable Throwable exception() {
        return exception;
    }

    /// A detail, or null.
    public @Nullable Object get(String key) {
        Objects.requireNonNull(key, "key");
        return details.get(key);
    }

    /// The keys of the details, sorted.
    public Set<String> keys() {
        return Collections.unmodifiableSet(details.keySet());
    }

    @Nullable Context concerned() {
        return concerned;
    }

    /// The report that the default handler logs: the message, then the details line by line.
    String report() {
        StringBuilder text = new StringBuilder(message);
        details.forEach((key, value) -> {
            if (value instanceof StackTraceElement[] frames) {
                text.append(System.lineSeparator()).append("handle_traceback".equals(key)
                        ? "Handle created at (most recent call first):"
                        : "Object created at (most recent call first):");
                for (StackTraceElement frame : frames) {
                    text.append(System.lineSeparator()).append("  at ").append(frame);
                }
            } else {
                text.append(System.lineSeparator()).append(key).append(": ").append(value);
            }
        });
        return text.toString();
    }

    @Override
    public String toString() {
        return report();
    }
}
