package io.asyncio4j.loop.spi;

/// A callback that has to know when it will never run, such as one that brings something which must be closed.
public interface Droppable extends Runnable {

    /// Its loop has been closed before it ran, or was closed already. Called at most once, instead of [#run], by whoever closes
    /// the loop or, if that came first, whoever schedules. Throws nothing.
    void dropped();
}
