package io.asyncio4j.process;

import io.asyncio4j.loop.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Has a daemon thread for each child wait for it: asyncio's `ThreadedChildWatcher`, the default of Python 3.8 to 3.11.
/// Linux only.
public final class ThreadedChildWatcher implements ChildWatcher {
    private static final Logger LOG = System.getLogger("io.asyncio4j.process");

    private final Map<Long, ChildCallback> callbacks = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();

    /// A watcher.
    public ThreadedChildWatcher() {
    }

    /// Whether it works here.
    public static boolean isAvailable() {
        return Waiting.isAvailable();
    }

    @Override
    public void addChildHandler(long pid, ChildCallback callback) {
        Objects.requireNonNull(callback, "callback");
        if (callbacks.put(pid, callback) == null) {
            EventLoop loop = EventLoop.running();
            Thread.ofPlatform().daemon().name("asyncio4j-waitpid-" + threads.getAndIncrement())
                    .start(() -> await(loop, pid));
        }
    }

    private void await(EventLoop loop, long pid) {
        int returnCode = Waiting.reap(pid);
        ChildCallback callback = callbacks.remove(pid);
        if (callback == null) {
            return;
        }
        try {
            loop.callSoonThreadsafe(() -> callback.exited(pid, returnCode));
        } catch (IllegalStateException closed) {
            LOG.log(Level.WARNING,
                    "child {0,number,#} has ended, and the loop that started it is closed: {1}", pid, loop);
        }
    }

    @Override
    public boolean removeChildHandler(long pid) {
        return callbacks.remove(pid) != null; // the thread reaps it all the same
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public void close() {
        callbacks.clear();
    }
}
