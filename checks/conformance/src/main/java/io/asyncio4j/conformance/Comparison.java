package io.asyncio4j.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Runs the programs of a corpus and compares their traces with the expected ones. Owner-confined. */
final class Comparison {
    private static final long PROGRESS_NANOS = 500_000_000;

    private final Options options;
    private final PrintStream out;
    private final PrintStream progress;
    private final boolean terminal;
    private int programs;
    private int divergences;

    /**
     * @param progress where the count goes while a long corpus runs
     * @param terminal whether somebody looks at it
     */
    Comparison(Options options, PrintStream out, PrintStream progress, boolean terminal) {
        this.options = options;
        this.out = out;
        this.progress = progress;
        this.terminal = terminal;
    }

    int programs() {
        return programs;
    }

    int divergences() {
        return divergences;
    }

    /** Runs all programs and prints what diverges. */
    void run(Corpus corpus) throws IOException, BadProgram {
        long shown = System.nanoTime();
        for (Corpus.Entry entry = corpus.next(); entry != null; entry = corpus.next()) {
            if (options.profile() == null || options.profile().equals(entry.profile())) {
                check(entry);
            }
            if (terminal && System.nanoTime() - shown > PROGRESS_NANOS) {
                shown = System.nanoTime();
                progress.print("\r" + totals());
                progress.flush();
            }
        }
        if (terminal) {
            progress.print("\r" + " ".repeat(totals().length()) + "\r");
            progress.flush();
        }
        out.println(totals());
    }

    private void check(Corpus.Entry entry) throws BadProgram {
        programs++;
        List<String> actual = Run.trace(entry.program());
        int index = firstDifference(entry, actual);
        if (index >= 0 && divergences++ < options.limit()) {
            out.println(Report.describe(entry, actual, index));
        }
    }

    /** Looks at the text first, and only where that differs at what it means. */
    static int firstDifference(Corpus.Entry entry, List<String> actual) throws BadProgram {
        int index = Report.firstDifference(entry.expected(), actual);
        return index < 0 ? index
                : Report.firstDifference(Corpus.compact(entry.expected()), Corpus.compact(actual));
    }

    private String totals() {
        return programs + " programs, " + divergences + " diverge";
    }
}
