package io.asyncio4j.conformance;

import java.util.List;

/** Statements in sequence. Immutable. */
final class Block implements Statement {
    static final Block EMPTY = new Block(List.of());

    private final Statement[] statements;

    Block(List<Statement> statements) {
        this.statements = statements.toArray(Statement[]::new);
    }

    @Override
    public End run(Frame frame) throws Exception {
        for (Statement statement : statements) {
            frame.run.step();
            End end = statement.run(frame);
            if (end != End.NORMAL) {
                return end;
            }
        }
        return End.NORMAL;
    }
}
