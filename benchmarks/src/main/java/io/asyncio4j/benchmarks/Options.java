package io.asyncio4j.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the command line asks for. Immutable.
record Options(Mode mode, boolean quick, Optional<Integer> rounds, Duration limit, Optional<Path> output, String colour,
        List<String> names) {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int MOST = 1000;

    /// What to do.
    enum Mode {
        MEASURE, RECORD, RENDER, LIST, HELP
    }

    /// A command line that makes no sense.
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    /// Reads a command line.
    ///
    /// @throws Refusal with what is wrong and what to do
    static Options parse(String... arguments) throws Refusal {
        Mode mode = Mode.MEASURE;
        boolean quick = false;
        Optional<Integer> rounds = Optional.empty();
        Duration limit = LIMIT;
        Optional<Path> output = Optional.empty();
        String colour = "auto";
        List<String> names = new ArrayList<>();
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.startsWith("-") ? argument.replaceFirst("=.*", "=") : "") {
                case "" -> names.add(argument);
                case "--quick" -> quick = true;
                case "--list" -> mode = Mode.LIST;
                case "--help", "-h" -> mode = Mode.HELP;
                case "--record" -> mode = Mode.RECORD;
                case "--render" -> mode = Mode.RENDER;
                case "--render=" -> {
                    mode = Mode.RENDER;
                    output = Optional.of(Path.of(value));
                }
                case "--output=" -> output = Optional.of(Path.of(value));
                case "--rounds=" -> rounds = Optional.of(number("--rounds", value));
                case "--minutes=" -> limit = Duration.ofMinutes(number("--minutes", value));
                case "--colour=", "--color=" -> colour = colour(value);
                default -> throw new Refusal("unknown option: " + argument + "; --help lists the options");
            }
        }
        Optional<String> unknown = Selection.unknown(names);
        if (unknown.isPresent()) {
            throw new Refusal("no benchmark is called '" + unknown.get() + "'; there are\n" + Selection.names());
        }
        if (mode == Mode.RECORD && (quick || !names.isEmpty())) {
            throw new Refusal("a recorded run is a whole one: leave out --quick and the names, or --record");
        }
        return new Options(mode, quick, rounds, limit, output, colour, List.copyOf(names));
    }

    private static int number(String option, String text) throws Refusal {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // refused below
        }
        throw new Refusal(option + " is not a number from 1 to " + MOST + ": " + text);
    }

    private static String colour(String when) throws Refusal {
        if (List.of("auto", "always", "never").contains(when)) {
            return when;
        }
        throw new Refusal("--colour is none of auto, always and never: " + when);
    }

    /// How long to measure.
    Effort effort() {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        return rounds.map(effort::withRounds).orElse(effort);
    }

    /// What to measure.
    Selection selection() {
        return names.isEmpty() ? Selection.all(quick) : Selection.of(names);
    }

    /// Whether to print in colours.
    boolean coloured() {
        return colour.equals("always") || colour.equals("auto") && System.console() != null
                && System.console().isTerminal() && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
    }
}
