package io.asyncio4j.conformance;

import org.jspecify.annotations.Nullable;

/** A place that can be read and assigned. Immutable; used on the loop's thread. */
sealed interface Variable extends Expression {
    void assign(Frame frame, @Nullable Object value);

    /** A variable of one activation. */
    record Local(int slot) implements Variable {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            return frame.get(slot);
        }

        @Override
        public void assign(Frame frame, @Nullable Object value) {
            frame.set(slot, value);
        }
    }

    /** A variable of the whole program. */
    record Global(int slot) implements Variable {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            return frame.run.global(slot);
        }

        @Override
        public void assign(Frame frame, @Nullable Object value) {
            frame.run.setGlobal(slot, value);
        }
    }

    /** What a statement without a target assigns to. */
    record Nowhere() implements Variable {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            return null;
        }

        @Override
        public void assign(Frame frame, @Nullable Object value) {
            // nobody asked for the value
        }
    }
}
