package io.asyncio4j.conformance;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the programs of corpora and compares their traces with the expected ones. Owner-confined. */
final class Comparison implements AutoCloseable {
    private static final long PROGRESS_NANOS = 500_000_000;

    private final Options options;
    private final PrintStream out;
    private final PrintStream progress;
    private final boolean terminal;
    private final @Nullable BufferedWriter kept;
    private final Timing timing = new Timing();
    private long shown = System.nanoTime();
    private int programs;
    private int divergences;

    /**
     * @param progress where the count goes while a long corpus runs, and the times at the end
     * @param terminal whether somebody looks at it
     */
    Comparison(Options options, PrintStream out, PrintStream progress, boolean terminal) throws IOException {
        this.options = options;
        this.out = out;
        this.progress = progress;
        this.terminal = terminal;
        this.kept = options.keep() == null ? null : Files.newBufferedWriter(options.keep());
    }

    int programs() {
        return programs;
    }

    int divergences() {
        return divergences;
    }

    /** Runs all programs and prints what diverges. */
    void run(Corpus corpus) throws IOException, BadProgram {
        timing.start();
        for (Corpus.Entry entry = corpus.next(); entry != null; entry = corpus.next()) {
            timing.read();
            if (options.profile() == null || options.profile().equals(entry.profile())) {
                check(entry);
            }
            if (terminal && System.nanoTime() - shown > PROGRESS_NANOS) {
                shown = System.nanoTime();
                progress.print("\r" + totals());
                progress.flush();
            }
        }
    }

    /** Prints the totals. */
    void conclude() {
        if (terminal) {
            progress.print("\r" + " ".repeat(totals().length()) + "\r");
            progress.flush();
        }
        if (options.timing()) {
            progress.println(timing);
        }
        out.println(totals());
    }

    private void check(Corpus.Entry entry) throws IOException, BadProgram {
        programs++;
        List<String> actual = Run.trace(entry.program());
        timing.ran();
        int index = firstDifference(entry, actual);
        if (index >= 0) {
            diverged(entry, actual, index);
        }
    }

    private void diverged(Corpus.Entry entry, List<String> actual, int index) throws IOException {
        if (divergences++ < options.limit()) {
            out.println(Report.describe(entry, actual, index));
        }
        if (kept != null) {
            kept.write(entry.line());
            kept.write('\n');
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

    @Override
    public void close() throws IOException {
        if (kept != null) {
            kept.close();
        }
    }
}
