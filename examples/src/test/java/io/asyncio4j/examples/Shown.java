package io.asyncio4j.examples;

import io.asyncio4j.loop.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a program did. Immutable.
///
/// @param out what it printed
/// @param err what it complained of
/// @param seconds what its loop's clock showed at the end; from 0 where time is virtual
/// @param loops the loops it made
/// @param failure what its main method threw, or null
record Shown(String out, String err, double seconds, List<EventLoop> loops, @Nullable Throwable failure) {

    /// The lines it printed, with times of day and dates made equal.
    String lines() {
        return Article.timeless(out).strip();
    }
}
