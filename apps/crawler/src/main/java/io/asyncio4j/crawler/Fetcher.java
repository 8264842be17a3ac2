package io.asyncio4j.crawler;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.http.HttpException;
import io.asyncio4j.http.HttpTimeoutException;
import io.asyncio4j.http.Origin;
import io.asyncio4j.http.Status;
import io.asyncio4j.http.Url;
import io.asyncio4j.http.client.HttpClient;
import io.asyncio4j.http.client.HttpResponse;
import io.asyncio4j.loop.EventLoop;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;

/// Gets pages: politely, and more than once if need be. Loop-confined.
final class Fetcher {

    /// A page could not be had; carries why.
    static final class Unavailable extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Failure failure;

        Unavailable(Failure failure) {
            super(failure.reason(), null, false, false);
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }

    /// After so many in a row nobody is asked any more: each costs the user a wait.
    private static final int MOST_TIMEOUTS = 10;

    private final HttpClient client;
    private final Politeness politeness = new Politeness();
    private final Set<Origin> reached = new HashSet<>();
    private int silent;
    private double requestSeconds;
    private int requests;

    Fetcher(HttpClient client) {
        this.client = client;
    }

    /// {@return the response, 2xx}
    ///
    /// @param url what to get
    /// @param delay the seconds between two requests to one origin
    HttpResponse fetch(Url url, double delay) throws Exception {
        for (int attempt = 1;; attempt++) {
            politeness.turn(url.origin(), delay);
            if (silent == MOST_TIMEOUTS) {
                throw new Unavailable(new Failure("the host has stopped answering", false));
            }
            double wait;
            try {
                HttpResponse response = timed(url);
                Status status = response.status();
                if (status.isSuccess()) {
                    return response;
                }
                if (attempt == RetryPolicy.ATTEMPTS || !RetryPolicy.isWorthRetrying(status)) {
                    throw new Unavailable(Failure.of(status));
                }
                OptionalDouble asked = response.headers().first("Retry-After").map(value -> RetryPolicy
                        .retryAfter(value, Instant.now())).orElse(OptionalDouble.empty());
                asked.ifPresent(seconds -> politeness.rest(url.origin(), seconds));
                wait = asked.orElse(backoff(attempt));
            } catch (HttpException e) {
                boolean before = reached.contains(url.origin());
                if (attempt == RetryPolicy.ATTEMPTS || !RetryPolicy.isWorthRetrying(e, before, attempt)) {
                    throw new Unavailable(Failure.of(e));
                }
                wait = backoff(attempt);
            }
            await(sleep(wait));
        }
    }

    /// {@return the seconds all requests took together, which is what they would take one after the other}
    double requestSeconds() {
        return requestSeconds;
    }

    int requests() {
        return requests;
    }

    private HttpResponse timed(Url url) throws Exception {
        EventLoop loop = EventLoop.running();
        double begin = loop.time();
        try {
            HttpResponse response = await(client.get(url));
            reached.add(url.origin());
            silent = 0;
            return response;
        } catch (HttpTimeoutException timeout) {
            silent = Math.min(silent + 1, MOST_TIMEOUTS);
            throw timeout;
        } finally {
            requestSeconds += loop.time() - begin;
            requests++;
        }
    }

    private static double backoff(int attempt) {
        return RetryPolicy.wait(attempt, EventLoop.running().options().random());
    }
}
