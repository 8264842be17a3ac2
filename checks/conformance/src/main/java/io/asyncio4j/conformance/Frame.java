package io.asyncio4j.conformance;

import org.jspecify.annotations.Nullable;

/** One activation of a function: its local variables and its result. Loop-confined. */
final class Frame {
    final Run run;
    private final @Nullable Object[] locals;
    /** What a yield statement hands values to; null outside async generators. */
    @Nullable Producer producer;
    /** The value of the return statement that was executed. */
    @Nullable Object result;

    Frame(Run run, int slots, @Nullable Object[] args) {
        this.run = run;
        this.locals = new @Nullable Object[slots];
        System.arraycopy(args, 0, locals, 0, args.length);
    }

    @Nullable Object get(int slot) {
        return locals[slot];
    }

    void set(int slot, @Nullable Object value) {
        locals[slot] = value;
    }

    /** Where a generator's values go. */
    @FunctionalInterface
    interface Producer {
        /** Gives a value to the consumer and returns what is sent back, or throws what is thrown in. */
        @Nullable Object yield(@Nullable Object value) throws Exception;
    }
}
