package io.asyncio4j.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What is to be started, and how. Immutable.
///
/// @param words the program and its arguments
record Command(List<String> words, SubprocessOptions options) {
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    Command {
        for (String word : words) {
            refuseNul("argument", word);
        }
        if (options.environment() != null) {
            options.environment().forEach((name, value) -> {
                refuseNul("variable", name + value);
                if (name.isEmpty() || name.indexOf('=') >= 0) {
                    throw new IllegalArgumentException(
                            "subprocess variable has no proper name: '" + name + "'; give one without =");
                }
            });
        }
    }

    private static void refuseNul(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("subprocess " + what + " contains a NUL character: "
                    + text.replace("\0", "\\0") + "; the system cannot hand it on");
        }
    }

    static Command exec(SubprocessOptions options, String program, String... arguments) {
        Objects.requireNonNull(options, "options");
        List<String> words = new ArrayList<>(arguments.length + 1);
        words.add(Objects.requireNonNull(program, "program"));
        for (String argument : arguments) {
            words.add(Objects.requireNonNull(argument, "arguments"));
        }
        return new Command(List.copyOf(words), options);
    }

    static Command shell(SubprocessOptions options, String line) {
        Objects.requireNonNull(line, "line");
        return WINDOWS ? exec(options, "cmd.exe", "/c", line) : exec(options, "/bin/sh", "-c", line);
    }

    /// The program in a message, which an empty name would begin with nothing.
    static String shown(String program) {
        return program.isEmpty() ? "''" : program;
    }

    String program() {
        return words.getFirst();
    }
}
