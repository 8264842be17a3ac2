package io.asyncio4j.conformance;

import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.AsyncContextManager;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of the operands of one operation, with the checks of their types that section 3 asks for. Loop-confined.
 *
 * <p>Every accessor takes the position of the operand, counted from 0; an operand that is absent is null. All but
 * {@link #value} and {@link #rest} raise BadOperand when the value has another type.
 */
record Arguments(Run run, @Nullable Object[] values) {
    int count() {
        return values.length;
    }

    @Nullable Object value(int i) {
        return i < values.length ? values[i] : null;
    }

    /** The operands from a position on. */
    @Nullable Object[] rest(int from) {
        return from >= values.length ? new @Nullable Object[0]
                : Arrays.copyOfRange(values, from, values.length);
    }

    <T> T instance(int i, Class<T> type) throws BadOperand {
        return check(value(i), type);
    }

    /** The function that the operand names; the compiler has seen to its kind. */
    Function function(int i) throws BadOperand {
        return check(values[i], Function.class);
    }

    /** The literal string at the position. */
    String name(int i) throws BadOperand {
        return text(i);
    }

    long number(int i) throws BadOperand {
        return number(value(i));
    }

    int size(int i) throws BadOperand {
        return Math.toIntExact(number(i));
    }

    /** A number of ticks, in seconds. */
    double seconds(int i) throws BadOperand {
        return VirtualTime.seconds(number(i));
    }

    /** A number of ticks or null, in seconds: what has no limit is infinite. */
    double limit(int i) throws BadOperand {
        return value(i) == null ? Double.POSITIVE_INFINITY : seconds(i);
    }

    List<@Nullable Object> list(int i) throws BadOperand {
        return list(value(i));
    }

    String text(int i) throws BadOperand {
        return instance(i, String.class);
    }

    @Nullable String textOrNull(int i) throws BadOperand {
        return value(i) == null ? null : text(i);
    }

    Throwable exception(int i) throws BadOperand {
        return instance(i, Throwable.class);
    }

    Context context(int i) throws BadOperand {
        return instance(i, Context.class);
    }

    @Nullable Context contextOrNull(int i) throws BadOperand {
        return value(i) == null ? null : context(i);
    }

    @SuppressWarnings("unchecked")
    Future<@Nullable Object> future(int i) throws BadOperand {
        return (Future<@Nullable Object>) instance(i, Future.class);
    }

    @SuppressWarnings("unchecked")
    Task<@Nullable Object> task(int i) throws BadOperand {
        return (Task<@Nullable Object>) instance(i, Task.class);
    }

    @SuppressWarnings("unchecked")
    Coroutine<@Nullable Object> coroutine(int i) throws BadOperand {
        return (Coroutine<@Nullable Object>) instance(i, Coroutine.class);
    }

    Awaitable<@Nullable Object> awaitable(int i) throws BadOperand {
        return awaitable(value(i));
    }

    List<Awaitable<@Nullable Object>> awaitables(int i) throws BadOperand {
        List<Awaitable<@Nullable Object>> found = new ArrayList<>();
        for (Object value : list(i)) {
            found.add(awaitable(value));
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    List<Future<@Nullable Object>> futures(int i) throws BadOperand {
        List<Future<@Nullable Object>> found = new ArrayList<>();
        for (Object value : list(i)) {
            found.add((Future<@Nullable Object>) check(value, Future.class));
        }
        return found;
    }

    static long number(@Nullable Object value) throws BadOperand {
        Long number = Values.integer(value);
        if (number == null) {
            throw refused(value, "an integer");
        }
        return number;
    }

    @SuppressWarnings("unchecked")
    static List<@Nullable Object> list(@Nullable Object value) throws BadOperand {
        return (List<@Nullable Object>) check(value, List.class);
    }

    @SuppressWarnings("unchecked")
    static Awaitable<@Nullable Object> awaitable(@Nullable Object value) throws BadOperand {
        return (Awaitable<@Nullable Object>) check(value, Awaitable.class);
    }

    @SuppressWarnings("unchecked")
    static AsyncContextManager<@Nullable Object> manager(@Nullable Object value) throws BadOperand {
        return (AsyncContextManager<@Nullable Object>) check(value, AsyncContextManager.class);
    }

    static <T> T check(@Nullable Object value, Class<T> type) throws BadOperand {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw refused(value, type.getSimpleName());
    }

    static BadOperand refused(@Nullable Object value, String wanted) {
        return new BadOperand(wanted + " was asked for, not " + value);
    }
}
