package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.iter.Yielder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function of a program, section 5 of the format. Immutable once linked: the compiler makes all functions first and
 * gives each its body afterwards, because they call each other.
 */
final class Function {
    /** What calling a function gives. */
    enum Kind {
        COROUTINE, ASYNCGEN, FUNCTION
    }

    final String name;
    final Kind kind;
    private final int parameters;
    private int slots;
    private Block body = Block.EMPTY;

    Function(String name, Kind kind, int parameters) {
        this.name = name;
        this.kind = kind;
        this.parameters = parameters;
    }

    void link(Block body, int slots) {
        this.body = body;
        this.slots = slots;
    }

    int parameters() {
        return parameters;
    }

    /** Calls it: a result, or a coroutine or async generator of which nothing has run. */
    @Nullable Object call(Run run, @Nullable Object... args) throws Exception {
        Frame frame = new Frame(run, slots, args);
        return switch (kind) {
            case FUNCTION -> execute(frame);
            case COROUTINE -> run.keep(Coroutine.of(() -> execute(frame)));
            case ASYNCGEN ->
                run.keep(AsyncGenerator.<@Nullable Object>of((Yielder<@Nullable Object> yielder) -> {
                    frame.producer = value -> yielder.yield(value);
                    body.run(frame);
                }));
        };
    }

    /** Calls a coroutine function. */
    @SuppressWarnings("unchecked")
    Coroutine<@Nullable Object> start(Run run, @Nullable Object... args) throws Exception {
        return (Coroutine<@Nullable Object>) Objects.requireNonNull(call(run, args));
    }

    /** The arguments with another one before them. */
    static @Nullable Object[] prepend(@Nullable Object first, @Nullable Object[] rest) {
        @Nullable Object[] all = new @Nullable Object[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private @Nullable Object execute(Frame frame) throws Exception {
        return body.run(frame) == End.RETURN ? frame.result : null;
    }

    @Override
    public String toString() {
        return name + Arrays.asList(kind, parameters);
    }
}
