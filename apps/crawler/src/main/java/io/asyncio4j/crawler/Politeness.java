package io.asyncio4j.crawler;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.http.Origin;
import io.asyncio4j.loop.EventLoop;
import java.util.HashMap;
import java.util.Map;

/// Spaces the requests to one origin. Loop-confined.
final class Politeness {

    private final Map<Origin, Double> free = new HashMap<>();

    /// Waits for the caller's turn; turns are given in the order of the calls.
    ///
    /// @param origin whom to spare
    /// @param seconds the least time between two turns
    void turn(Origin origin, double seconds) throws Exception {
        double now = EventLoop.running().time();
        double at = Math.max(now, free.getOrDefault(origin, now));
        free.put(origin, at + seconds);
        if (at > now) {
            await(sleep(at - now));
        }
    }

    /// Lets nobody have a turn for a while.
    void rest(Origin origin, double seconds) {
        double until = EventLoop.running().time() + seconds;
        free.merge(origin, until, Math::max);
    }
}
