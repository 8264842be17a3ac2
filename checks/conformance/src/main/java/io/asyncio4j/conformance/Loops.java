package io.asyncio4j.conformance;

import io.asyncio4j.iter.AsyncFor;
import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.task.AsCompleted;
import java.util.List;

/** repeat, for and async_for, section 4. Immutable; run on their loop's thread. */
final class Loops {
    private Loops() {
    }

    /** Executes the block a number of times. */
    record Repeat(long times, Variable variable, Block body) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            for (long round = 0; round < times; round++) {
                variable.assign(frame, round);
                End end = body.run(frame);
                if (end == End.RETURN) {
                    return end;
                } else if (end == End.BREAK) {
                    break;
                }
            }
            return End.NORMAL;
        }
    }

    /** Executes the block for each item of a list or of as_completed. */
    record For(Variable variable, Expression in, Block body) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            Iterable<?> items = switch (in.evaluate(frame)) {
                case List<?> list -> list;
                case AsCompleted<?> completed -> completed;
                case null, default -> throw Arguments.refused(in, "a list or as_completed");
            };
            return each(items, variable, body, frame) == End.RETURN ? End.RETURN : End.NORMAL;
        }
    }

    /** Executes the block for each item of an async generator. */
    record AsyncForEach(int at, Variable variable, Expression in, Block body) implements Statement {
        @Override
        public End run(Frame frame) throws Exception {
            End end;
            try {
                AsyncGenerator<?> generator = Arguments.check(in.evaluate(frame), AsyncGenerator.class);
                end = each(AsyncFor.asyncFor(generator), variable, body, frame);
            } catch (Throwable raised) {
                throw frame.run.logRaised(at, raised);
            }
            if (end == End.NORMAL) {
                frame.run.log("ret", at, null);
            }
            return end == End.RETURN ? End.RETURN : End.NORMAL;
        }
    }

    /** BREAK or RETURN if the loop was left so; NORMAL at the end of the items. */
    private static End each(Iterable<?> items, Variable variable, Block body, Frame frame) throws Exception {
        for (Object item : items) {
            variable.assign(frame, item);
            End end = body.run(frame);
            if (end == End.RETURN || end == End.BREAK) {
                return end;
            }
        }
        return End.NORMAL;
    }
}
