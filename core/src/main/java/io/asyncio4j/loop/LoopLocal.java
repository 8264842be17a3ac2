package io.asyncio4j.loop;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One object per loop, for the rooms above: the task registry, the default executor, a driver's state. An object that
/// is AutoCloseable is closed with its loop, newest first; at once, if the loop is closed already.
///
/// Loop-confined, except its making.
///
/// @param <T> the objects
public final class LoopLocal<T> {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final int index = MADE.getAndIncrement();
    private final Function<? super EventLoop, ? extends T> initial;

    /// A place in every loop, filled at first use.
    public LoopLocal(Function<? super EventLoop, ? extends T> initial) {
        this.initial = Objects.requireNonNull(initial, "initial");
    }

    /// The loop's object; made now if there is none yet.
    @SuppressWarnings("unchecked")
    public T get(EventLoop loop) {
        Object there = loop.local(index);
        if (there != null) {
            return (T) there;
        }
        T made = initial.apply(loop);
        loop.setLocal(index, made);
        return made;
    }

    /// The loop's object, or null if it has none yet.
    @SuppressWarnings("unchecked")
    public @Nullable T peek(EventLoop loop) {
        return (T) loop.local(index);
    }
}
