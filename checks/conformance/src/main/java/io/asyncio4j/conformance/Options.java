package io.asyncio4j.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The command line. Immutable.
 *
 * @param corpora files and directories of files to run; none with server
 * @param server  whether to answer programs on standard input instead
 * @param profile run only the programs of this profile; null for all
 * @param limit   how many divergences to describe
 * @param keep    where to write the lines of the programs that diverge; null for nowhere
 * @param timing  whether to say how long it took
 */
record Options(List<Path> corpora, boolean server, @Nullable String profile, int limit, @Nullable Path keep,
        boolean timing) {
    private static final int DEFAULT_LIMIT = 5;

    /** A command line that cannot be understood. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** What --help prints; the launcher does so too, without a build. */
    static String usage() throws IOException {
        try (InputStream text = Objects.requireNonNull(Options.class.getResourceAsStream("usage.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
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
                case "--timing" -> parser.timing = once(arg, parser.timing ? true : null, true);
                case "--keep" -> parser.keep = once(arg, parser.keep, Path.of(operand(args, ++i, arg)));
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
        private final List<Path> corpora = new ArrayList<>();
        private boolean server;
        private boolean timing;
        private @Nullable Path keep;
        private @Nullable String profile;
        private @Nullable Integer limit;

        private void file(String arg) throws Refused {
            if (arg.startsWith("-")) {
                throw new Refused("unknown option '" + arg + "'");
            }
            corpora.add(Path.of(arg));
        }

        private Options options() throws Refused {
            if (server && (!corpora.isEmpty() || profile != null || limit != null || keep != null || timing)) {
                throw new Refused("--server takes no corpus and no other option");
            }
            if (!server && corpora.isEmpty()) {
                throw new Refused("no corpus is given");
            }
            return new Options(List.copyOf(corpora), server, profile, limit == null ? DEFAULT_LIMIT : limit, keep,
                    timing);
        }
    }
}
