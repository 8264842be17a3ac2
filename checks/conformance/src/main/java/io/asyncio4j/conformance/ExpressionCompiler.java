package io.asyncio4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Compiles expressions, section 3. Used by one thread. */
final class ExpressionCompiler {
    private final FunctionCompiler context;

    ExpressionCompiler(FunctionCompiler context) {
        this.context = context;
    }

    Expression compile(JsonNode source) throws BadProgram {
        return switch (source.getNodeType()) {
            case NULL -> literal(null);
            case BOOLEAN -> literal(source.booleanValue());
            case NUMBER -> literal(integer(source));
            case STRING ->
                source.textValue().startsWith("$") ? context.variable(source.textValue().substring(1))
                        : literal(source.textValue());
            case ARRAY -> operation(source);
            default -> throw new BadProgram("bad expression " + source);
        };
    }

    private static Expression literal(@Nullable Object value) {
        return _ -> value;
    }

    private static Long integer(JsonNode source) throws BadProgram {
        if (!source.isIntegralNumber() || !source.canConvertToLong()) {
            throw new BadProgram("not an integer of 64 bits: " + source);
        }
        return source.longValue();
    }

    private Expression operation(JsonNode source) throws BadProgram {
        String name = source.path(0).asText();
        Operation operation = Operations.named(name);
        if (operation == null) {
            throw new BadProgram("unknown operation '" + name + "'");
        }
        Expression[] operands = new Expression[source.size() - 1];
        if (operands.length < operation.required()
                || operands.length > operation.operands().size() && !operation.variadic()) {
            throw new BadProgram("wrong number of operands in " + source);
        }
        for (int i = 0; i < operands.length; i++) {
            operands[i] = operand(operation.operand(i), source.get(i + 1));
        }
        return new OperationCall(operation, operands);
    }

    private Expression operand(String notation, JsonNode source) throws BadProgram {
        return switch (notation.charAt(0)) {
            case '@' -> literal(function(notation, name(source)));
            case '#' -> literal(notation.equals("#kind") ? kind(name(source)) : name(source));
            default -> compile(source);
        };
    }

    private Function function(String notation, String name) throws BadProgram {
        Function function = context.function(name);
        boolean fits = switch (notation) {
            case "@any" -> true;
            case "@fn", "@predicate" -> function.kind == Function.Kind.FUNCTION;
            default -> function.kind == Function.Kind.COROUTINE;
        };
        if (!fits) {
            throw new BadProgram("function '" + name + "' is of the wrong kind for " + notation);
        }
        return function;
    }

    private static String name(JsonNode source) throws BadProgram {
        if (!source.isTextual()) {
            throw new BadProgram("not a string: " + source);
        }
        return source.textValue();
    }

    private static String kind(String name) throws BadProgram {
        if (Kind.named(name) == null) {
            throw new BadProgram("unknown kind of exceptions '" + name + "'");
        }
        return name;
    }
}
