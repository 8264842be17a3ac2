package io.asyncio4j.conformance;

import io.asyncio4j.coroutine.Rethrow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The try statement, section 4. Immutable; runs on its loop's thread. */
record Try(Block body, List<Clause> clauses, Block otherwise, Block last) implements Statement {
    /**
     * An except clause.
     *
     * @param caught where the exception is kept for reraise
     */
    record Clause(List<Kind> kinds, Variable variable, Variable caught, Block body) {
        private boolean catches(Throwable raised) {
            for (Kind kind : kinds) {
                if (kind.catches(raised)) {
                    return true;
                }
            }
            return false;
        }

        private End handle(Throwable raised, Frame frame) throws Exception {
            variable.assign(frame, raised);
            caught.assign(frame, raised);
            return body.run(frame);
        }
    }

    @Override
    public End run(Frame frame) throws Exception {
        End end = End.NORMAL;
        Throwable pending = null;
        try {
            end = guarded(frame);
        } catch (Abort abort) {
            throw abort;
        } catch (Throwable raised) {
            pending = raised;
        }
        Object result = frame.result;
        End override = last.run(frame);
        if (override != End.NORMAL) {
            return override;
        }
        if (pending != null) {
            throw Rethrow.sneaky(pending);
        }
        frame.result = result;
        return end;
    }

    private End guarded(Frame frame) throws Exception {
        End end;
        try {
            end = body.run(frame);
        } catch (Abort abort) {
            throw abort;
        } catch (Throwable raised) {
            Clause clause = clauseFor(raised);
            if (clause == null) {
                throw raised;
            }
            return clause.handle(raised, frame);
        }
        return end == End.NORMAL ? otherwise.run(frame) : end;
    }

    private @Nullable Clause clauseFor(Throwable raised) {
        for (Clause clause : clauses) {
            if (clause.catches(raised)) {
                return clause;
            }
        }
        return null;
    }
}
