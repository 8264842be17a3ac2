package io.asyncio4j.conformance;

import java.util.List;

/** Short programs for tests. */
final class Programs {
    private Programs() {
    }

    /** The events of a program whose main has these statements; single quotes stand for double ones. */
    static List<String> run(String statements) throws BadProgram {
        return run(statements, "");
    }

    /** The same with more functions: "name: {...}" in JSON, each beginning with a comma. */
    static List<String> run(String statements, String functions) throws BadProgram {
        return Run.trace(Corpus.program("""
                {'main': 'main', 'functions': {
                  'main': {'kind': 'coroutine', 'params': [], 'body': [%s]}%s}}
                """.formatted(statements, functions).replace('\'', '"')));
    }

    /** What the program returns, or what it raises. */
    static String outcome(String statements) throws BadProgram {
        return outcome(run(statements));
    }

    /** The payload of the last event. */
    static String outcome(List<String> events) {
        String prefix = ",null,\"outcome\",null,";
        String last = events.getLast();
        return last.substring(last.indexOf(prefix) + prefix.length(), last.length() - 1).replace('"', '\'');
    }
}
