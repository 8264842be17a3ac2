package io.asyncio4j.crawler;

import static io.asyncio4j.Asyncio.asyncWith;

import io.asyncio4j.Asyncio;
import io.asyncio4j.crawler.site.QuotesSite;
import io.asyncio4j.http.Url;
import io.asyncio4j.loop.KeyboardInterrupt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Crawls, saves and tells the user. Owner-confined.
final class Job {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int INTERRUPTED = 130;

    private static final Duration LATENCY = Duration.ofMillis(100);

    private final Settings settings;
    private final Screen screen;
    private final @Nullable ResultFile file;
    private final OutputStream out;
    private @Nullable Crawl crawl;

    /// @param out where the result goes for the output `-`
    Job(Settings settings, Screen screen, OutputStream out) throws UsageException {
        this.settings = settings;
        this.screen = screen;
        this.out = out;
        this.file = settings.output().equals("-") ? null : ResultFile.at(settings.output());
    }

    /// {@return the exit status}
    int run() throws Exception {
        boolean interrupted = false;
        try {
            Asyncio.run(() -> {
                if (settings.start().isPresent()) {
                    crawl(settings.start().get());
                } else {
                    asyncWith(new QuotesSite(LATENCY).server(), site -> {
                        screen.note("100 quotations at " + site.url() + "/, "
                                + LATENCY.toMillis() + " ms a page, " + settings.concurrency()
                                + " requests at once");
                        crawl(Url.parse(site.url() + "/"));
                    });
                }
            });
        } catch (KeyboardInterrupt e) {
            interrupted = true;
        }
        return conclude(interrupted);
    }

    private void crawl(Url start) throws Exception {
        Crawl made = new Crawl(settings, start, screen);
        crawl = made;
        made.run();
    }

    private int conclude(boolean interrupted) {
        Crawl done = crawl;
        if (done == null || done.findings().pageCount() == 0) {
            return nothing(done, interrupted);
        }
        Findings found = done.findings();
        if (interrupted) {
            screen.complain("interrupted after " + Text.count(found.pageCount(), "page") + " and "
                    + Text.count(found.quoteCount(), "quote"));
        } else {
            summarize(done);
        }
        boolean saved = save(ResultLines.of(found, settings.json()));
        if (interrupted) {
            return INTERRUPTED;
        }
        if (done.failed() > 0) {
            screen.complain("incomplete: " + Text.count(done.failed(), "page") + " could not be fetched");
        }
        return saved && done.failed() == 0 ? DONE : FAILED;
    }

    private int nothing(@Nullable Crawl done, boolean interrupted) {
        if (interrupted) {
            screen.complain("interrupted; nothing was fetched yet, no file was written");
            return INTERRUPTED;
        }
        Failure failure = done == null ? null : done.startFailure();
        String start = settings.start().map(Url::toString).orElse("the built-in site");
        screen.complain(failure == null
                ? Text.line("error: ", start, ": no HTML page there")
                : Text.line("error: ", start, ": " + failure.reason()));
        return FAILED;
    }

    private void summarize(Crawl done) {
        Findings found = done.findings();
        String quotes = found.quoteCount() == 0
                ? "no quotations on them"
                : Text.count(found.quoteCount(), "quote") + " by "
                        + Text.count(found.authorCount(), "author");
        tell(Text.count(found.pageCount(), "page") + ", " + quotes);
        if (done.isTruncated()) {
            tell("stopped at --max-pages " + settings.maxPages() + "; there is more");
        }
        if (done.gone() > 0) {
            tell(Text.count(done.gone(), "link") + " to pages that do not exist");
        }
        if (done.forbidden() > 0) {
            tell(Text.count(done.forbidden(), "page") + " left out because robots.txt asks for it");
        }
        double together = done.seconds();
        double alone = done.sequentialSeconds();
        tell("Total time: " + Text.seconds(together));
        if (alone > together) {
            tell(String.format(Locale.ROOT, "One request after the other: %s, %.1f times as long",
                    Text.seconds(alone), alone / Math.max(together, 1e-9)));
        }
    }

    private boolean save(List<String> lines) {
        ResultFile target = file;
        try {
            if (target == null) {
                out.write(ResultFile.bytes(lines));
                out.flush();
                return true;
            }
            target.write(lines);
        } catch (IOException e) {
            screen.complain(
                    Text.line("error: cannot write ", settings.output(), ": " + ResultFile.reason(e)));
            rescue(lines);
            return false;
        }
        tell(Text.line("Results saved to ", target.toString(), ""));
        return true;
    }

    private void rescue(List<String> lines) {
        try {
            Path kept = ResultFile.rescue(lines);
            screen.complain(Text.line("what was fetched is kept in ", kept.toString(), ""));
        } catch (IOException e) {
            screen.complain("what was fetched could not be kept: " + ResultFile.reason(e));
        }
    }

    /// Prints a line of the summary, out of the way of a result on standard output.
    private void tell(String line) {
        if (file == null) {
            screen.note(line);
        } else {
            screen.say(line);
        }
    }
}
