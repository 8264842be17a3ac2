package io.asyncio4j.crawler;

import io.asyncio4j.http.Url;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Reads the command line. Immutable, no state.
final class CommandLine {

    static final String HELP = """
            usage: aio demo [URL] [options]

            Crawls a web site concurrently and writes the quotations it finds to a file.
            Without URL it starts a small web site of its own and crawls that; with URL
            it crawls that site, never leaves its host and heeds its robots.txt.

              -o, --output FILE      where to write; default quotes.txt, - for standard
                                     output
                  --json             write JSON lines instead of text
                  --concurrency N    requests under way at once; default 10
                  --max-pages N      visit at most so many pages; default all
                  --timeout SECONDS  for one request; default 10
                  --delay SECONDS    between requests to a host; default 0.1, 0 for this
                                     machine; a longer Crawl-delay in robots.txt wins
              -h, --help             show this

            exit status: 0 done, 1 failed or incomplete, 2 wrong usage, 130 interrupted
            """;

    private static final int MOST_PAGES = 10_000_000;

    private CommandLine() {
    }

    /// {@return the settings, or nothing when help is asked for}
    static Optional<Settings> parse(List<String> arguments) throws UsageException {
        Settings settings = Settings.DEFAULTS;
        Deque<String> left = new ArrayDeque<>(arguments);
        boolean optionsEnded = false;
        while (!left.isEmpty()) {
            String argument = left.removeFirst();
            if (optionsEnded || !argument.startsWith("-") || argument.equals("-")) {
                settings = start(settings, argument);
                continue;
            }
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (equals >= 0) {
                left.addFirst(argument.substring(equals + 1));
            }
            switch (option) {
                case "--" -> optionsEnded = true;
                case "-h", "--help" -> {
                    return Optional.empty();
                }
                case "--json" -> settings = flag(settings.withJson(), option, equals);
                case "-o", "--output" -> settings = settings.withOutput(output(value(option, left)));
                case "--concurrency" ->
                    settings = settings.withConcurrency(number(option, value(option, left), 1000));
                case "--max-pages" ->
                    settings = settings.withMaxPages(number(option, value(option, left), MOST_PAGES));
                case "--timeout" ->
                    settings = settings.withTimeout(seconds(option, value(option, left), 0.001));
                case "--delay" -> settings = settings.withDelay(seconds(option, value(option, left), 0));
                default -> throw new UsageException("unknown option: " + Text.shorten(option, 30));
            }
        }
        return Optional.of(settings);
    }

    private static Settings start(Settings settings, String text) throws UsageException {
        if (settings.start().isPresent()) {
            throw new UsageException("more than one URL: " + Text.shorten(text, 40));
        }
        try {
            return settings.withStart(Url.parse(text));
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage()).replace(": " + text + ";", ";").replaceFirst("^address ", "");
            throw new UsageException(Text.line("bad URL: ", text, ": " + why));
        }
    }

    private static Settings flag(Settings settings, String option, int equals) throws UsageException {
        if (equals >= 0) {
            throw new UsageException(option + " takes no value");
        }
        return settings;
    }

    private static String value(String option, Deque<String> left) throws UsageException {
        String value = left.pollFirst();
        if (value == null) {
            throw new UsageException(option + " needs a value");
        }
        return value;
    }

    private static String output(String file) throws UsageException {
        if (file.isEmpty()) {
            throw new UsageException("--output needs a file name");
        }
        return file;
    }

    private static int number(String option, String text, int most) throws UsageException {
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw new UsageException(
                option + " needs a number from 1 to " + most + ": " + Text.shorten(text, 20));
    }

    private static Duration seconds(String option, String text, double least) throws UsageException {
        if (text.matches("[0-9]{0,6}(\\.[0-9]{0,9})?") && text.matches(".*[0-9].*")) {
            double seconds = Double.parseDouble(text);
            if (seconds >= least) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        }
        throw new UsageException(
                option + " needs " + (least > 0 ? "a positive number" : "a number") + " of seconds: "
                        + Text.shorten(text, 20));
    }
}
