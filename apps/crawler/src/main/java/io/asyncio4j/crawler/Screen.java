package io.asyncio4j.crawler;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Speaks to the user. Owner-confined.
///
/// The outcome goes to standard output; notes and progress go to standard error, so that pipes carry only the outcome. On a
/// terminal, progress is one line that changes; elsewhere it is a line now and then. `NO_COLOR` and `TERM=dumb` are heeded.
final class Screen {

    private static final double LIVE_SECONDS = 0.1;
    private static final double PLAIN_SECONDS = 2;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean live;
    private final boolean colour;
    private double lastProgress = Double.NEGATIVE_INFINITY;
    private boolean lineShown;

    Screen(PrintStream out, PrintStream err, boolean terminal, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.live = terminal && !"dumb".equals(environment.get("TERM"));
        this.colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    static Screen ofProcess() {
        return new Screen(System.out, System.err, isTerminal(2), System.getenv());
    }

    /// Prints a line of the outcome.
    void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /// Prints a line beside the outcome.
    void note(String line) {
        clear();
        err.println(line);
    }

    /// Prints what went wrong.
    void complain(String line) {
        clear();
        err.println(colour ? "\u001b[31m" + line + "\u001b[0m" : line);
    }

    /// Shows how far things are, if it is time to.
    ///
    /// @param now the time in seconds
    void progress(double now, String line) {
        if (now - lastProgress < (live ? LIVE_SECONDS : PLAIN_SECONDS)) {
            return;
        }
        boolean first = lastProgress == Double.NEGATIVE_INFINITY;
        lastProgress = now;
        if (live) {
            String shown = Text.shorten(line, Text.WIDTH - 1);
            err.print(CLEAR + (colour ? "\u001b[36m" + shown + "\u001b[0m" : shown));
            err.flush();
            lineShown = true;
        } else if (!first) {
            err.println(Text.shorten(line, Text.WIDTH));
        }
    }

    /// Takes the live line away.
    void clear() {
        if (lineShown) {
            err.print(CLEAR);
            err.flush();
            lineShown = false;
        }
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null && System.console().isTerminal();
        }
    }
}
