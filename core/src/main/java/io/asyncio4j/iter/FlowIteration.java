package io.asyncio4j.iter;

import io.asyncio4j.coroutine.AsyncIterable;
import io.asyncio4j.loop.EventLoop;
import java.util.Objects;
import java.util.concurrent.Flow;

/// Reactive streams ([Flow]) as async iterations and back. Neither side runs ahead of the other: items are asked for as
/// they are used. Thread-safe: holds nothing.
public final class FlowIteration {
    /// How many items are asked for ahead of use when nothing else is said.
    public static final int DEFAULT_PREFETCH = 16;

    private FlowIteration() {
    }

    /// As [#iterate(Flow.Publisher, int)], with [#DEFAULT_PREFETCH].
    public static <T> FlowItems<T> iterate(Flow.Publisher<? extends T> publisher) {
        return iterate(publisher, DEFAULT_PREFETCH);
    }

    /// The items of a publisher, which may publish on any thread. It is subscribed to when the first item is asked for.
    /// Its failure comes out of the iteration as the same object, after the items before it. Leave the iteration early
    /// with [Aclosing], or the publisher is not told.
    ///
    /// @param prefetch how many items may be on their way, 1 or more
    public static <T> FlowItems<T> iterate(Flow.Publisher<? extends T> publisher, int prefetch) {
        if (prefetch < 1) {
            throw new IllegalArgumentException("iterate over publisher has no room: prefetch " + prefetch
                    + "; give 1 or more");
        }
        return new FlowItems<>(Objects.requireNonNull(publisher, "publisher"), prefetch);
    }

    /// A publisher of `items`: each subscriber gets an iteration of its own, in a task of `loop`, and is called on the
    /// loop's thread. An iterator that is [AsyncCloseable], like an async generator, is closed at the end. May be
    /// subscribed to on any thread; items must not be null.
    public static <T> Flow.Publisher<T> publish(AsyncIterable<? extends T> items, EventLoop loop) {
        Objects.requireNonNull(items, "items");
        Objects.requireNonNull(loop, "loop");
        return subscriber -> FlowDelivery.start(items, loop, Objects.requireNonNull(subscriber, "subscriber"));
    }
}
