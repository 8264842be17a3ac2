package io.asyncio4j.process;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Has the JDK notice the end of a child, by [ProcessHandle#onExit]: works everywhere. The JDK tells that a child has
/// ended and not how, so the return code is known on Linux only; elsewhere it is 255. Children that [Subprocesses] starts
/// by way of the JDK are not affected: they know theirs.
public final class ProcessHandleChildWatcher implements ChildWatcher {
    private final Map<Long, ChildCallback> callbacks = new ConcurrentHashMap<>();

    /// A watcher.
    public ProcessHandleChildWatcher() {
    }

    @Override
    public void addChildHandler(long pid, ChildCallback callback) {
        Objects.requireNonNull(callback, "callback");
        if (callbacks.put(pid, callback) != null) {
            return;
        }
        Optional<ProcessHandle> child = ProcessHandle.of(pid);
        if (child.isEmpty()) {
            ended(pid);
        } else {
            child.get().onExit().thenRun(() -> ended(pid));
        }
    }

    private void ended(long pid) {
        int returnCode = Waiting.isAvailable() ? Waiting.reap(pid) : Waiting.unknown(pid);
        ChildCallback callback = callbacks.remove(pid);
        if (callback != null) {
            callback.exited(pid, returnCode);
        }
    }

    @Override
    public boolean removeChildHandler(long pid) {
        return callbacks.remove(pid) != null;
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
