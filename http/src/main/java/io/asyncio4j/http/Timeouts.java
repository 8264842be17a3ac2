package io.asyncio4j.http;

import java.time.Duration;
import java.util.Objects;

/// The one spelling of "no time limit" and the check of all others. Immutable, no state.
public final class Timeouts {

    /// No limit. `null` and zero are refused, so that a forgotten value never waits for ever.
    public static final Duration NONE = Duration.ofSeconds(Long.MAX_VALUE);

    private Timeouts() {
    }

    /// {@return `value`, which is a limit or [#NONE]}
    ///
    /// @param name what the limit is for
    /// @param value the limit
    /// @throws IllegalArgumentException when it is zero or negative
    public static Duration check(String name, Duration value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, name);
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    name + " is not positive: " + value + "; no limit is spelled Timeouts.NONE");
        }
        return value;
    }

    /// {@return the limit in seconds, infinite for [#NONE]}
    ///
    /// @param value the limit
    public static double seconds(Duration value) {
        Objects.requireNonNull(value, "value");
        return value.equals(NONE) ? Double.POSITIVE_INFINITY : value.toNanos() / 1e9;
    }
}
