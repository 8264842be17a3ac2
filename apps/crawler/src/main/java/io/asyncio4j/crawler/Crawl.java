package io.asyncio4j.crawler;

import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.Asyncio.toThread;

import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.MediaType;
import io.asyncio4j.http.Origin;
import io.asyncio4j.http.Url;
import io.asyncio4j.http.client.ClientOptions;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpResponse;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.TaskGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One crawl of one site: some workers take addresses from the frontier until it is exhausted. Loop-confined.
///
/// What has been found stays readable when the crawl is cancelled.
final class Crawl {

    private static final double PROGRESS_SECONDS = 1;
    private static final long MAX_PAGE_BYTES = 8L << 20;
    /// A larger page would hold up the loop for milliseconds while it is parsed.
    private static final int PARSE_INLINE = 128 * 1024;

    private final Settings settings;
    private final Url start;
    private final Screen screen;
    private final Frontier frontier;
    private final Findings findings = new Findings();
    private final Set<Origin> home = new HashSet<>();
    private @Nullable Fetcher fetcher;
    private @Nullable Failure startFailure;
    private double begun;
    private double seconds;
    private int underWay;
    private int failed;
    private int gone;
    private int forbidden;

    Crawl(Settings settings, Url start, Screen screen) {
        this.settings = settings;
        this.start = start;
        this.screen = screen;
        this.frontier = new Frontier(settings.maxPages());
        home.add(start.origin());
    }

    /// Visits everything there is to visit.
    void run() throws Exception {
        EventLoop loop = EventLoop.running();
        begun = loop.time();
        ClientOptions options = ClientOptions.DEFAULT.withTotalTimeout(settings.timeout())
                .withConnectTimeout(settings.timeout()).withConnections(settings.concurrency())
                .withUserAgent(RobotsRules.AGENT).withLimits(HttpLimits.client().withBody(MAX_PAGE_BYTES));
        try (HttpClient client = new HttpClient(options)) {
            Fetcher pages = new Fetcher(client);
            fetcher = pages;
            Robots robots = new Robots(client);
            frontier.add(start, null);
            asyncWith(new TaskGroup(), group -> {
                List<Task<?>> workers = new ArrayList<>();
                for (int i = 1; i <= settings.concurrency(); i++) {
                    workers.add(group.createTask(() -> {
                        work(pages, robots);
                        return null;
                    }, "worker-" + i));
                }
                workers.add(group.createTask(() -> {
                    while (true) {
                        await(sleep(PROGRESS_SECONDS));
                        screen.progress(loop.time(), progress());
                    }
                }, "progress"));
                frontier.exhausted();
                workers.forEach(Task::cancel);
            });
        } finally {
            seconds = loop.time() - begun;
            screen.clear();
        }
    }

    private void work(Fetcher pages, Robots robots) throws Exception {
        while (true) {
            Frontier.Entry entry = frontier.next();
            underWay++;
            try {
                visit(entry, pages, robots);
            } catch (Fetcher.Unavailable e) {
                report(entry, e.failure());
            } finally {
                underWay--;
                frontier.done();
            }
            screen.progress(EventLoop.running().time(), progress());
        }
    }

    private void visit(Frontier.Entry entry, Fetcher pages, Robots robots) throws Exception {
        Url url = entry.url();
        RobotsRules rules = robots.of(url.origin());
        if (!rules.allows(url.target())) {
            forbidden++;
            if (entry.from() == null) {
                startFailure = new Failure("forbidden by robots.txt", false);
            }
            return;
        }
        double delay = Math.max(settings.delayFor(url.origin().host()).toNanos() / 1e9,
                rules.crawlDelay().orElse(0));
        HttpResponse response = pages.fetch(url, delay);
        Url reached = response.url();
        if (!reached.equals(url)) {
            if (entry.from() == null) {
                home.add(reached.origin());
            }
            if (!frontier.reached(reached) || !home.contains(reached.origin())) {
                return;
            }
        }
        Optional<MediaType> type = response.mediaType();
        if (type.isPresent() && !type.get().isHtml()) {
            return;
        }
        Optional<String> charset = type.flatMap(MediaType::charset);
        byte[] html = response.bytes();
        Page page = html.length <= PARSE_INLINE
                ? PageReader.read(reached, html, charset)
                : await(toThread(() -> PageReader.read(reached, html, charset)));
        findings.add(entry.number(), page);
        if (page.broken() > 0) {
            screen.note(Text.line("broken HTML: ", reached.toString(),
                    ": " + Text.count(page.broken(), "quote") + " without text or author"));
        }
        for (Url link : page.links()) {
            if (home.contains(link.origin())) {
                frontier.add(link, reached);
            }
        }
    }

    private void report(Frontier.Entry entry, Failure failure) {
        if (entry.from() == null) {
            startFailure = failure;
            return;
        }
        if (failure.gone()) {
            gone++;
        } else {
            failed++;
        }
        String where = failure.gone() ? ", linked from " + Text.shorten(entry.from().target(), 20) : "";
        screen.note(Text.line(Text.shorten(failure.reason(), 40) + ": ", entry.url().toString(), where));
    }

    private String progress() {
        if (findings.pageCount() == 0) {
            return "waiting for " + start.origin() + ", " + Text.seconds(EventLoop.running().time() - begun);
        }
        return Text.count(findings.pageCount(), "page") + ", " + Text.count(findings.quoteCount(), "quote")
                + ", "
                + underWay + " under way, " + frontier.waiting() + " waiting, "
                + Text.seconds(EventLoop.running().time() - begun);
    }

    Findings findings() {
        return findings;
    }

    /// {@return why not even the first page could be had, or null}
    @Nullable Failure startFailure() {
        return startFailure;
    }

    /// {@return the number of pages that exist, as far as is known, and could not be had}
    int failed() {
        return failed;
    }

    /// {@return the number of links that lead to no page}
    int gone() {
        return gone;
    }

    /// {@return the number of pages left out because of robots.txt}
    int forbidden() {
        return forbidden;
    }

    boolean isTruncated() {
        return frontier.isTruncated();
    }

    /// {@return how long the crawl took, in seconds}
    double seconds() {
        return seconds;
    }

    /// {@return how long its requests would take one after the other, in seconds}
    double sequentialSeconds() {
        return fetcher == null ? 0 : fetcher.requestSeconds();
    }

    int requests() {
        return fetcher == null ? 0 : fetcher.requests();
    }
}
