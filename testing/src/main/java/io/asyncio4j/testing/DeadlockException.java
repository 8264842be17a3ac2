package io.asyncio4j.testing;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Task;

/// Nothing can ever happen again in a loop in virtual time: no callback is ready, no timer set, no other thread at work.
/// The message names every task that waits, and where.
public final class DeadlockException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private DeadlockException(String message) {
        super(message);
    }

    static DeadlockException of(EventLoop loop) {
        StringBuilder text = new StringBuilder("deadlock: no callback is ready and no timer is set; waiting for ever:");
        for (Task<?> task : Task.allTasks(loop)) {
            text.append(System.lineSeparator()).append("  ").append(task);
            for (StackTraceElement frame : task.getStack()) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
        }
        return new DeadlockException(text.toString());
    }
}
