package io.asyncio4j.file;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/// An executor that begins nothing before it is told to: the moment before a thread takes a call up. Loop-confined.
final class HeldExecutor implements Executor {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean holds;

    /// Until now, calls run at once.
    void hold() {
        holds = true;
    }

    @Override
    public void execute(Runnable task) {
        if (holds) {
            waiting.add(task);
        } else {
            task.run();
        }
    }

    int waiting() {
        return waiting.size();
    }

    /// Runs what waits, and lets through what comes.
    void letGo() {
        holds = false;
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
