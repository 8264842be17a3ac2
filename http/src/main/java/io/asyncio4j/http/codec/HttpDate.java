package io.asyncio4j.http.codec;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The text of a `Date` header, made once a second. Thread-safe.
final class HttpDate {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Made(long second, String text) {
    }

    private static volatile Made last = new Made(-1, "");

    private HttpDate() {
    }

    static String now() {
        long second = System.currentTimeMillis() / 1000;
        Made made = last;
        if (made.second != second) {
            made = new Made(second, FORMAT.format(Instant.ofEpochSecond(second)));
            last = made;
        }
        return made.text;
    }
}
