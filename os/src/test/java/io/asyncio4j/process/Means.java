package io.asyncio4j.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.os.Os;
import java.util.function.Supplier;

/// The means by which a test starts its processes and notices their end. Immutable.
enum Means {
    /// What a program gets that asks for nothing.
    DEFAULT("", "", null), //
    EPOLL("epoll", "posix", PidfdChildWatcher::new), //
    NIO("nio", "posix", PidfdChildWatcher::new), //
    THREADED("", "posix", ThreadedChildWatcher::new), //
    PROCESS_HANDLE("", "posix", ProcessHandleChildWatcher::new), //
    JDK("", "jdk", null);

    private final String io;
    private final String spawner;
    private final Supplier<ChildWatcher> watcher;

    Means(String io, String spawner, Supplier<ChildWatcher> watcher) {
        this.io = io;
        this.spawner = spawner;
        this.watcher = watcher;
    }

    /// As [Os#os], by these means.
    void os(AsyncAction body) throws Exception {
        assumeTrue(this == DEFAULT || this == JDK || PosixSpawner.isAvailable());
        System.setProperty("asyncio4j.io", io);
        System.setProperty(Spawner.PROPERTY, spawner);
        ChildWatchers.setChildWatcher(watcher == null ? null : watcher.get());
        try {
            Os.os(body);
        } finally {
            System.clearProperty("asyncio4j.io");
            System.clearProperty(Spawner.PROPERTY);
            ChildWatchers.setChildWatcher(null);
        }
    }
}
