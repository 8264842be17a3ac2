package io.asyncio4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles statements, section 4. Used by one thread. */
final class StatementCompiler {
    private static final Variable NOWHERE = new Variable.Nowhere();

    private final FunctionCompiler context;
    private final ExpressionCompiler expressions;
    /** Where the except clause around keeps what it caught. */
    private @Nullable Variable caught;

    StatementCompiler(FunctionCompiler context) {
        this.context = context;
        this.expressions = new ExpressionCompiler(context);
    }

    Block block(JsonNode source) throws BadProgram {
        List<Statement> statements = new ArrayList<>(source.size());
        for (JsonNode statement : source) {
            statements.add(statement(statement));
        }
        return new Block(statements);
    }

    private Statement statement(JsonNode source) throws BadProgram {
        String op = Source.text(source, "op");
        return switch (op) {
            case "let" -> new SimpleStatements.Let(expression(source, "expr"), variable(source, "to"));
            case "log" -> new SimpleStatements.Log(at(source), expressions(source));
            case "eval" -> logged(source, expression(source, "expr"));
            case "await" -> logged(source, new SimpleStatements.Awaited(expression(source, "expr")));
            case "yield" -> logged(source, new SimpleStatements.Yielded(expression(source, "expr")));
            case "if" ->
                new SimpleStatements.If(expression(source, "cond"), block(Source.array(source, "then")),
                        optionalBlock(source, "else"));
            case "repeat" ->
                new Loops.Repeat(Source.integer(source, "times"), variable(source, "var"), body(source));
            case "for" -> new Loops.For(variable(source, "var"), expression(source, "in"), body(source));
            case "async_for" ->
                new Loops.AsyncForEach(at(source), variable(source, "var"), expression(source, "in"),
                        body(source));
            case "async_with" ->
                new AsyncWithBlock(at(source), expression(source, "cm"), variable(source, "var"),
                        body(source));
            case "try" -> tryStatement(source);
            case "raise" -> new SimpleStatements.Raise(expression(source, "expr"));
            case "reraise" -> new SimpleStatements.Raise(caughtAround());
            case "return" -> new SimpleStatements.Return(returned(source));
            case "break" -> _ -> End.BREAK;
            case "continue" -> _ -> End.CONTINUE;
            case "pass" -> _ -> End.NORMAL;
            default -> throw new BadProgram("unknown statement '" + op + "'");
        };
    }

    private Statement logged(JsonNode source, Expression value) throws BadProgram {
        return new SimpleStatements.Logged(at(source), value, variable(source, "to"));
    }

    /** What a function gives: an async generator gives nothing, and does not evaluate it either. */
    private Expression returned(JsonNode source) throws BadProgram {
        return context.kind() == Function.Kind.ASYNCGEN || !source.has("expr") ? NOWHERE
                : expression(source, "expr");
    }

    private Statement tryStatement(JsonNode source) throws BadProgram {
        Block body = body(source);
        List<Try.Clause> clauses = new ArrayList<>();
        for (JsonNode clause : source.path("except")) {
            clauses.add(clause(clause));
        }
        return new Try(body, clauses, optionalBlock(source, "else"), optionalBlock(source, "finally"));
    }

    private Try.Clause clause(JsonNode source) throws BadProgram {
        List<Kind> kinds = new ArrayList<>();
        for (JsonNode name : Source.array(source, "kinds")) {
            Kind kind = Kind.named(name.asText());
            if (kind == null) {
                throw new BadProgram("unknown kind of exceptions " + name);
            }
            kinds.add(kind);
        }
        Variable around = caught;
        Variable here = context.hidden();
        caught = here;
        Block body = body(source);
        caught = around;
        return new Try.Clause(kinds, variable(source, "var"), here, body);
    }

    private Variable caughtAround() throws BadProgram {
        Variable around = caught;
        if (around == null) {
            throw new BadProgram("reraise outside an except clause");
        }
        return around;
    }

    private Block body(JsonNode source) throws BadProgram {
        return block(Source.array(source, "body"));
    }

    private Block optionalBlock(JsonNode source, String key) throws BadProgram {
        return source.has(key) ? block(Source.array(source, key)) : Block.EMPTY;
    }

    private Variable variable(JsonNode source, String key) throws BadProgram {
        return source.hasNonNull(key) ? context.variable(Source.text(source, key)) : NOWHERE;
    }

    private Expression expression(JsonNode source, String key) throws BadProgram {
        return expressions.compile(Source.value(source, key));
    }

    private List<Expression> expressions(JsonNode source) throws BadProgram {
        List<Expression> compiled = new ArrayList<>();
        for (JsonNode value : Source.array(source, "values")) {
            compiled.add(expressions.compile(value));
        }
        return compiled;
    }

    private static int at(JsonNode source) throws BadProgram {
        return Source.integer(source, "at");
    }
}
