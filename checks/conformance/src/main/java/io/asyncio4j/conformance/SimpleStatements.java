package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.Rethrow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements without a block of their own, section 4. Immutable; run on their loop's thread. */
final class SimpleStatements {
    private SimpleStatements() {
    }

    /** Evaluates and assigns, without a trace. */
    record Let(Expression value, Variable to) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            to.assign(frame, value.evaluate(frame));
            return End.NORMAL;
        }
    }

    /** Logs values. */
    record Log(int at, List<Expression> values) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            @Nullable Object[] evaluated = new @Nullable Object[values.size()];
            for (int i = 0; i < evaluated.length; i++) {
                evaluated[i] = values.get(i).evaluate(frame);
            }
            frame.run.log("log", at, PlainValues.listOf(evaluated));
            return End.NORMAL;
        }
    }

    /** eval, await and yield: logs what became of a value. */
    record Logged(int at, Expression value, Variable to) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            Object result;
            try {
                result = value.evaluate(frame);
            } catch (Throwable raised) {
                throw frame.run.logRaised(at, raised);
            }
            frame.run.log("ret", at, result);
            to.assign(frame, result);
            return End.NORMAL;
        }
    }

    /** What an await statement evaluates: the result of awaiting a value. */
    record Awaited(Expression value) implements Expression {
        @Override
        public @Nullable Object evaluate(Frame frame) throws Exception {
            return Arguments.awaitable(value.evaluate(frame)).await();
        }
    }

    /** What a yield statement evaluates: what the consumer sends for a value. */
    record Yielded(Expression value) implements Expression {
        @Override
        public @Nullable Object evaluate(Frame frame) throws Exception {
            Object given = value.evaluate(frame);
            Frame.Producer producer = frame.producer;
            if (producer == null) {
                throw new IllegalStateException("yield outside an async generator");
            }
            return producer.yield(given);
        }
    }

    /** Raises a value; reraise is one of the variable that holds what was caught. */
    record Raise(Expression exception) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            throw Rethrow.sneaky(Arguments.check(exception.evaluate(frame), Throwable.class));
        }
    }

    /** Ends the function. */
    record Return(Expression value) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            frame.result = value.evaluate(frame);
            return End.RETURN;
        }
    }

    /** Chooses between two blocks. */
    record If(Expression condition, Block then, Block otherwise) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            return (Values.truth(condition.evaluate(frame)) ? then : otherwise).run(frame);
        }
    }
}
