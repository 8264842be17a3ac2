package io.asyncio4j.coroutine.engine;

/// Makes strands. Thread-safe. The two implementations: `continuation`, on the driver's own thread, and `thread`, on
/// virtual threads that hand control over strictly.
public interface Engine {

    /// The name by which `-Dasyncio4j.engine` selects it.
    String name();

    /// Whether a strand that is left can pass control on to the next, so that [Strand#enter] works.
    boolean relays();

    /// On an engine that relays: threads kept for strands to come on the mount are wanted from now on, or no more.
    default void setRelaying(Mount mount, boolean on) {
        // keeps none
    }

    /// A strand that will hand `body` to the engine's entry when it is first resumed. The entry must not throw.
    Strand strand(Object body);
}
