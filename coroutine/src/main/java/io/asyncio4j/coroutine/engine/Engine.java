package io.asyncio4j.coroutine.engine;

/// Makes strands. Thread-safe. The two implementations: `continuation`, on the driver's own thread, and `thread`, on
/// virtual threads that hand control over strictly.
public interface Engine {

    /// The name by which `-Dasyncio4j.engine` selects it.
    String name();

    /// A strand that will hand `body` to the engine's entry when it is first resumed. The entry must not throw.
    Strand strand(Object body);
}
