package io.asyncio4j.task;

import java.util.List;

/// Immutable. A future or task, where it is, and who waits for it: asyncio's `FutureCallGraph`.
///
/// @param future the future
/// @param callStack where its coroutine waits or runs, newest frame first; empty for a future that is no task
/// @param awaitedBy who waits for it, each with who waits for that one; one that stands above already, because the waits
///        go in a circle, is not followed again
public record FutureCallGraph(Future<?> future, List<StackTraceElement> callStack, List<FutureCallGraph> awaitedBy) {

    /// For a reader, as [CallGraph#formatCallGraph(Future)] gives it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        describe(text, "");
        return text.toString();
    }

    private void describe(StringBuilder text, String indent) {
        text.append(indent).append("* ").append(future.kind()).append('(');
        if (future instanceof Task<?> task) {
            text.append("name='").append(task.getName()).append("', ");
        }
        text.append("id=0x").append(Integer.toHexString(System.identityHashCode(future))).append(')');
        if (!callStack.isEmpty()) {
            text.append(System.lineSeparator()).append(indent).append("  + Call stack:");
            for (StackTraceElement frame : callStack) {
                text.append(System.lineSeparator()).append(indent).append("  |   at ").append(frame);
            }
        }
        if (!awaitedBy.isEmpty()) {
            text.append(System.lineSeparator()).append(indent).append("  + Awaited by:");
            for (FutureCallGraph each : awaitedBy) {
                text.append(System.lineSeparator());
                each.describe(text, indent + "    ");
            }
        }
    }
}
