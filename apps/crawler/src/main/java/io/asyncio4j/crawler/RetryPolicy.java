package io.asyncio4j.crawler;

import io.asyncio4j.http.ConnectFailedException;
import io.asyncio4j.http.DisconnectedException;
import io.asyncio4j.http.HttpException;
import io.asyncio4j.http.HttpTimeoutException;
import io.asyncio4j.http.PayloadException;
import io.asyncio4j.http.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/// Whether and when to try again. Immutable.
///
/// The wait doubles with each attempt and varies by half, so that many crawlers do not come back at once.
final class RetryPolicy {

    static final int ATTEMPTS = 3;

    private static final double FIRST_WAIT = 0.25;
    private static final double LONGEST_WAIT = 30;

    private RetryPolicy() {
    }

    static boolean isWorthRetrying(Status status) {
        return switch (status.code()) {
            case 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /// A timeout has cost the user a long wait already, so it is tried again once at most.
    ///
    /// @param reachedBefore whether the host has answered anything yet; a host that never did is not asked again
    /// @param attempt which one failed, counted from 1
    static boolean isWorthRetrying(HttpException failure, boolean reachedBefore, int attempt) {
        return switch (failure) {
            case HttpTimeoutException timeout -> reachedBefore && attempt == 1;
            case DisconnectedException disconnected -> true;
            case PayloadException payload -> true;
            case ConnectFailedException connect -> reachedBefore;
            default -> false;
        };
    }

    /// {@return the seconds to wait after the given attempt, counted from 1}
    static double wait(int attempt, RandomGenerator random) {
        double wait = Math.min(FIRST_WAIT * (1 << Math.min(attempt - 1, 16)), LONGEST_WAIT);
        return wait * (0.5 + random.nextDouble());
    }

    /// {@return what a `Retry-After` header asks for in seconds, at most 30}
    ///
    /// @param value a number of seconds or a date
    static OptionalDouble retryAfter(String value, Instant now) {
        if (value.matches("[0-9]{1,9}")) {
            return OptionalDouble.of(Math.min(Integer.parseInt(value), LONGEST_WAIT));
        }
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            double seconds = Duration.between(now, at).toMillis() / 1000.0;
            return OptionalDouble.of(Math.clamp(seconds, 0, LONGEST_WAIT));
        } catch (DateTimeParseException e) {
            return OptionalDouble.empty();
        }
    }
}
