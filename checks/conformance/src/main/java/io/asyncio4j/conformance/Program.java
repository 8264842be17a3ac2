package io.asyncio4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A compiled program, section 1 of the format. Immutable: can be run many times.
 *
 * @param name    identifies it
 * @param main    the coroutine function to run
 * @param globals how many global variables it has
 */
record Program(String name, Function main, int globals) {
    /** Compiles the JSON of a program. */
    static Program compile(JsonNode json) throws BadProgram {
        Map<String, Function> functions = new HashMap<>();
        JsonNode sources = Source.object(json, "functions");
        for (Iterator<String> names = sources.fieldNames(); names.hasNext();) {
            String name = names.next();
            functions.put(name, declare(name, sources.get(name)));
        }
        Slots globals = new Slots();
        for (Function function : functions.values()) {
            new FunctionCompiler(functions, globals, function).compile(sources.get(function.name));
        }
        Function main = functions.get(Source.text(json, "main"));
        if (main == null || main.kind != Function.Kind.COROUTINE) {
            throw new BadProgram("main is not the name of a coroutine function");
        }
        return new Program(json.path("name").asText("(no name)"), main, globals.count());
    }

    private static Function declare(String name, JsonNode source) throws BadProgram {
        Function.Kind kind = switch (Source.text(source, "kind")) {
            case "coroutine" -> Function.Kind.COROUTINE;
            case "asyncgen" -> Function.Kind.ASYNCGEN;
            case "function" -> Function.Kind.FUNCTION;
            default -> throw new BadProgram("function " + name + " has an unknown kind");
        };
        return new Function(name, kind, source.path("params").size());
    }
}
