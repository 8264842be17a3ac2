package io.asyncio4j.conformance;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.asyncio4j.context.Context;
import io.asyncio4j.context.Token;
import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.iter.Aclosing;
import io.asyncio4j.iter.AsyncExitStack;
import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.loop.Handle;
import io.asyncio4j.loop.TimerHandle;
import io.asyncio4j.queue.LifoQueue;
import io.asyncio4j.queue.PriorityQueue;
import io.asyncio4j.queue.Queue;
import io.asyncio4j.task.AsCompleted;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.GroupedException;
import io.asyncio4j.task.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes values as section 10 has them in a trace: compact JSON. Loop-confined. */
final class TraceWriter {
    private final Labels labels;
    private final StringBuilder out = new StringBuilder();

    TraceWriter(Labels labels) {
        this.labels = labels;
    }

    /** Ends the text: what was written since the last call. */
    String take() {
        String text = out.toString();
        out.setLength(0);
        return text;
    }

    TraceWriter raw(String json) {
        out.append(json);
        return this;
    }

    TraceWriter value(@Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Boolean flag -> out.append(flag.booleanValue());
            case Number number -> out.append(number.longValue());
            case String text -> text(text);
            case List<?> list -> list(list);
            case Throwable exception -> {
                out.append("{\"exc\":");
                exception(exception);
                out.append('}');
            }
            case Task<?> task -> labelled("task", labels.of(task));
            case Future<?> future -> labelled("future", labels.of(future));
            default -> labelled("object", typeOf(value));
        }
        return this;
    }

    TraceWriter text(@Nullable String text) {
        if (text == null) {
            out.append("null");
        } else {
            out.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
        }
        return this;
    }

    TraceWriter labelled(String key, @Nullable String label) {
        out.append('{');
        text(key);
        out.append(':');
        text(label);
        out.append('}');
        return this;
    }

    private void list(List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(list.get(i));
        }
        out.append(']');
    }

    private void exception(Throwable exception) {
        out.append('[');
        text(Kind.nameOf(exception));
        out.append(',');
        text(labels.messageOf(exception));
        if (exception instanceof GroupedException group) {
            out.append(",[");
            String separator = "";
            for (Throwable member : group.exceptions()) {
                out.append(separator);
                exception(member);
                separator = ",";
            }
            out.append(']');
        }
        out.append(']');
    }

    /** Section 10's name of the type of an object. */
    private static String typeOf(Object value) {
        return switch (value) {
            case Coroutine<?> _ -> "coroutine";
            case AsyncGenerator<?> _ -> "async_generator";
            case TimerHandle _ -> "TimerHandle";
            case Handle _ -> "Handle";
            case LifoQueue<?> _ -> "LifoQueue";
            case PriorityQueue<?> _ -> "PriorityQueue";
            case Queue<?> _ -> "Queue";
            case Token<?> _ -> "Token";
            case Context _ -> "Context";
            case AsyncExitStack _ -> "AsyncExitStack";
            case Aclosing<?> _ -> "aclosing";
            case CustomContextManager _ -> "acm";
            case AsCompleted<?> _ -> "as_completed";
            case Starter _ -> "starter";
            case CompletableFuture<?> _ -> "ConcurrentFuture";
            case AsyncContextManager<?> manager -> manager.getClass().getSimpleName();
            case Awaitable<?> _ -> "awaitable";
            default -> value.getClass().getSimpleName();
        };
    }
}
