package io.asyncio4j.loop;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds the loop that a future belongs to when none is named: the running one, else the one that was made the
/// thread's current. The room that keeps loop policies says how to find the latter; until it does, there is none.
///
/// Thread-safe.
public final class CurrentLoop {
    private static volatile @Nullable Supplier<@Nullable EventLoop> policy;

    private CurrentLoop() {
    }

    /// The running loop, else the thread's current one.
    ///
    /// @throws IllegalStateException when there is neither
    public static EventLoop get() {
        EventLoop running = EventLoop.runningOrNull();
        if (running != null) {
            return running;
        }
        Supplier<@Nullable EventLoop> asked = policy;
        EventLoop current = asked == null ? null : asked.get();
        return current != null ? current : EventLoop.running();
    }

    /// Sets who knows the calling thread's current loop; it gives null for none.
    public static void foundBy(Supplier<@Nullable EventLoop> current) {
        policy = Objects.requireNonNull(current, "current");
    }
}
