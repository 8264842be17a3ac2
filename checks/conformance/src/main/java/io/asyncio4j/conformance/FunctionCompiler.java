package io.asyncio4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What compiling a function needs to know: its variables and the other functions. Used by one thread. */
final class FunctionCompiler {
    private final Map<String, Function> functions;
    private final Slots globals;
    private final Slots locals = new Slots();
    private final Function function;

    FunctionCompiler(Map<String, Function> functions, Slots globals, Function function) {
        this.functions = functions;
        this.globals = globals;
        this.function = function;
    }

    /** Compiles the body and links the function. */
    void compile(JsonNode source) throws BadProgram {
        for (JsonNode parameter : source.path("params")) {
            locals.of(parameter.asText());
        }
        Block body = new StatementCompiler(this).block(Source.array(source, "body"));
        function.link(body, locals.count());
    }

    Function.Kind kind() {
        return function.kind;
    }

    Variable variable(String name) throws BadProgram {
        if (name.isEmpty()) {
            throw new BadProgram("a variable has no name in function " + function.name);
        }
        return Character.isUpperCase(name.charAt(0)) ? new Variable.Global(globals.of(name))
                : new Variable.Local(locals.of(name));
    }

    /** A variable that the program cannot name. */
    Variable hidden() {
        return new Variable.Local(locals.unnamed());
    }

    Function function(String name) throws BadProgram {
        Function found = functions.get(name);
        if (found == null) {
            throw new BadProgram("unknown function '" + name + "' in function " + function.name);
        }
        return found;
    }
}
