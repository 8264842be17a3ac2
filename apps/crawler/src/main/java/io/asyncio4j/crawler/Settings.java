package io.asyncio4j.crawler;

import io.asyncio4j.http.Url;
import java.time.Duration;
import java.util.Optional;

/// What a crawl is asked to do. Immutable.
///
/// @param start where to begin; nothing for the built-in site
/// @param output the result file, `-` for standard output
/// @param json whether the result is JSON lines
/// @param concurrency requests under way at once
/// @param maxPages pages visited at most
/// @param timeout for one request
/// @param delay between the beginnings of two requests to one host; nothing for 0.1 s, and none on this machine
record Settings(Optional<Url> start, String output, boolean json, int concurrency, int maxPages,
        Duration timeout,
        Optional<Duration> delay) {

    static final int UNLIMITED = Integer.MAX_VALUE;

    static final Settings DEFAULTS = new Settings(Optional.empty(), "quotes.txt", false, 10, UNLIMITED,
            Duration.ofSeconds(10), Optional.empty());

    Settings withStart(Url value) {
        return new Settings(Optional.of(value), output, json, concurrency, maxPages, timeout, delay);
    }

    Settings withOutput(String value) {
        return new Settings(start, value, json, concurrency, maxPages, timeout, delay);
    }

    Settings withJson() {
        return new Settings(start, output, true, concurrency, maxPages, timeout, delay);
    }

    Settings withConcurrency(int value) {
        return new Settings(start, output, json, value, maxPages, timeout, delay);
    }

    Settings withMaxPages(int value) {
        return new Settings(start, output, json, concurrency, value, timeout, delay);
    }

    Settings withTimeout(Duration value) {
        return new Settings(start, output, json, concurrency, maxPages, value, delay);
    }

    Settings withDelay(Duration value) {
        return new Settings(start, output, json, concurrency, maxPages, timeout, Optional.of(value));
    }

    /// {@return the least time between the beginnings of two requests to one host}
    ///
    /// @param host the host
    Duration delayFor(String host) {
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        return delay.orElse(here ? Duration.ZERO : Duration.ofMillis(100));
    }
}
