package io.asyncio4j.conformance;

import io.asyncio4j.task.GroupedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on plain values and on exceptions, section 7. Stateless. */
final class PlainValues {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("list", "*items", a -> listOf(a.rest(0))), //
            Operation.of("index", "list i", PlainValues::index), //
            Operation.of("len", "list", a -> (long) a.list(0).size()), //
            Operation.of("concat", "a b", PlainValues::concat), //
            Operation.of("add", "a b", a -> a.number(0) + a.number(1)), //
            Operation.of("sub", "a b", a -> a.number(0) - a.number(1)), //
            Operation.of("eq", "a b", a -> Values.same(a.value(0), a.value(1))), //
            Operation.of("lt", "a b", a -> a.number(0) < a.number(1)), //
            Operation.of("le", "a b", a -> a.number(0) <= a.number(1)), //
            Operation.of("not", "a", a -> !Values.truth(a.value(0))), //
            Operation.of("exc", "#kind message?", PlainValues::exception), //
            Operation.of("kind", "exc", a -> Kind.nameOf(a.exception(0))), //
            Operation.of("message", "exc", a -> a.run().labels.messageOf(a.exception(0))), //
            Operation.of("cause", "exc", a -> a.exception(0).getCause()), //
            Operation.of("exceptions", "exc",
                    a -> List.copyOf(a.instance(0, GroupedException.class).exceptions())));

    private PlainValues() {
    }

    static List<@Nullable Object> listOf(@Nullable Object... items) {
        return Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(items));
    }

    private static @Nullable Object index(Arguments a) throws BadOperand {
        List<@Nullable Object> list = a.list(0);
        long i = a.number(1);
        return i < 0 || i >= list.size() ? null : list.get((int) i);
    }

    private static List<@Nullable Object> concat(Arguments a) throws BadOperand {
        List<@Nullable Object> both = new ArrayList<>(a.list(0));
        both.addAll(a.list(1));
        return Collections.unmodifiableList(both);
    }

    private static Throwable exception(Arguments a) throws Exception {
        Kind kind = Kind.named(a.name(0));
        assert kind != null : "the compiler has checked the name";
        String message = a.textOrNull(1);
        return a.run().labels.made(kind.make(message), message);
    }
}
