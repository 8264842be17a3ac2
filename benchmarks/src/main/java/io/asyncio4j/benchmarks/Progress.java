package io.asyncio4j.benchmarks;

import java.io.PrintStream;
import java.time.Duration;

/// Tells on standard error where a run is: on one line of a terminal, or a line now and then otherwise. Confined to one
/// thread.
final class Progress {
    private static final int EVERY = 25;
    private static final String CLEAR = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private final int total;
    private final long start = System.nanoTime();
    private int done;

    Progress(PrintStream out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    /// The next measurement begins.
    void next(String what) {
        String place = "[" + (done + 1) + "/" + total + "] " + what + left();
        if (terminal) {
            out.print(CLEAR + (place.length() > 79 ? place.substring(0, 79) : place));
            out.flush();
        } else if (done % EVERY == 0) {
            out.println("bench: " + place);
        }
        done++;
    }

    private String left() {
        if (done < 3) {
            return "";
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000 * (total - done) / done;
        Duration left = Duration.ofSeconds(seconds);
        return left.toMinutes() > 0 ? ", " + (left.toMinutes() + 1) + " min left" : ", " + seconds + " s left";
    }

    /// All is done.
    void end() {
        if (terminal) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
