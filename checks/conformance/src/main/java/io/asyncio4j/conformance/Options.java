package io.asyncio4j.conformance;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line. Immutable.
 *
 * @param file    the corpus to run; null with server
 * @param server  whether to answer programs on standard input instead
 * @param profile run only the programs of this profile; null for all
 * @param limit   how many divergences to describe
 */
record Options(@Nullable Path file, boolean server, @Nullable String profile, int limit) {
    static final String USAGE = """
            Runs recorded programs and compares what happens with the recorded trace.

              Main [--profile NAME] [--limit N] CORPUS.jsonl[.gz]
              Main --server

              --profile NAME  only the programs of that profile
              --limit N       describe at most N divergences (5)
              --server        read a program per line, answer with a line: the JSON
                              array of its events
              --help          this text

            -Dasyncio4j.engine=continuation|thread chooses how coroutines are run.
            Ends with 0 if all traces are equal, 1 if some differ, 2 on bad input.
            """;
    private static final int DEFAULT_LIMIT = 5;

    /** A command line that cannot be understood. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** The options, or null if help was asked for. */
    static @Nullable Options parse(List<String> args) throws Refused {
        Parser parser = new Parser();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            switch (arg) {
                case "--help", "-h" -> {
                    return null;
                }
                case "--server" -> parser.server = once(arg, parser.server ? true : null, true);
                case "--profile" -> parser.profile = once(arg, parser.profile, operand(args, ++i, arg));
                case "--limit" ->
                    parser.limit = once(arg, parser.limit, number(operand(args, ++i, arg), arg));
                default -> parser.file(arg);
            }
        }
        return parser.options();
    }

    private static <T> T once(String option, @Nullable T before, T now) throws Refused {
        if (before != null) {
            throw new Refused(option + " is given twice");
        }
        return now;
    }

    private static String operand(List<String> args, int i, String option) throws Refused {
        if (i >= args.size()) {
            throw new Refused(option + " needs a value");
        }
        return args.get(i);
    }

    private static int number(String text, String option) throws Refused {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new Refused(option + " needs a number of 0 or more, not '" + text + "'");
    }

    /** What has been read so far. */
    private static final class Parser {
        private @Nullable Path file;
        private boolean server;
        private @Nullable String profile;
        private @Nullable Integer limit;

        private void file(String arg) throws Refused {
            if (arg.startsWith("-")) {
                throw new Refused("unknown option '" + arg + "'");
            }
            file = once("a corpus", file, Path.of(arg));
        }

        private Options options() throws Refused {
            if (server && (file != null || profile != null || limit != null)) {
                throw new Refused("--server takes no corpus and no other option");
            }
            if (!server && file == null) {
                throw new Refused("no corpus is given");
            }
            return new Options(file, server, profile, limit == null ? DEFAULT_LIMIT : limit);
        }
    }
}
