package io.asyncio4j.task;

import io.asyncio4j.loop.EventLoop;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who waits for whom, and where: asyncio's `capture_call_graph`, `format_call_graph` and `print_call_graph`. Loop-confined;
/// stateless.
///
/// Costs nothing until it is asked for: who waits for a future is told by what hangs on the future anyway.
public final class CallGraph {
    private CallGraph() {
    }

    /// A wait that a program has told of; never called.
    private record Told(Future<?> waiter) implements FutureCallback {
        @Override
        public void completed(Future<?> future) {
            // only for the graph
        }

        @Override
        public boolean notes(Future<?> future) {
            return true;
        }

        @Override
        public void awaiters(Consumer<? super Future<?>> tell) {
            tell.accept(waiter);
        }
    }

    /// The graph of the task that has control, from the calling method on; null in a plain callback.
    ///
    /// @throws IllegalStateException when no loop runs on this thread
    public static @Nullable FutureCallGraph captureCallGraph() {
        Task<?> task = Task.currentTask(EventLoop.running());
        return task == null ? null : captureCallGraph(task);
    }

    /// The graph of a future or task.
    public static FutureCallGraph captureCallGraph(Future<?> future) {
        return captureCallGraph(future, Integer.MAX_VALUE);
    }

    /// The graph of a future or task, with at most `limit` frames of each stack, the newest; 0 for none.
    public static FutureCallGraph captureCallGraph(Future<?> future, int limit) {
        Objects.requireNonNull(future, "future");
        if (limit < 0) {
            throw new IllegalArgumentException(
                    "captureCallGraph got a negative limit: " + limit + "; give 0 for no frames");
        }
        return graph(future, limit, new LinkedHashSet<>());
    }

    /// The graph of a future or task, for a reader.
    public static String formatCallGraph(Future<?> future) {
        return captureCallGraph(future).toString();
    }

    /// Prints the graph of the task that has control; nothing in a plain callback.
    public static void printCallGraph(PrintStream out) {
        Objects.requireNonNull(out, "out");
        FutureCallGraph graph = captureCallGraph();
        if (graph != null) {
            out.println(graph);
        }
    }

    /// Prints the graph of a future or task.
    public static void printCallGraph(Future<?> future, PrintStream out) {
        Objects.requireNonNull(out, "out");
        out.println(formatCallGraph(future));
    }

    /// Tells that `waiter` waits for `future`, where a combinator of a program's own makes it so:
    /// `future_add_to_awaited_by`.
    public static void futureAddToAwaitedBy(Future<?> future, Future<?> waiter) {
        Objects.requireNonNull(future, "future");
        Objects.requireNonNull(waiter, "waiter");
        if (!future.isDone()) {
            future.addCallback(new Told(waiter));
        }
    }

    /// Takes back what [#futureAddToAwaitedBy] has told: `future_discard_from_awaited_by`.
    public static void futureDiscardFromAwaitedBy(Future<?> future, Future<?> waiter) {
        Objects.requireNonNull(future, "future");
        Objects.requireNonNull(waiter, "waiter");
        for (Object entry : List.copyOf(future.callbackEntries())) {
            if (entry instanceof Told told && told.waiter == waiter) {
                future.removeCallback(told);
                return;
            }
        }
    }

    /// Who waits for a future, each once, in the order in which they began.
    static Set<Future<?>> awaiters(Future<?> future) {
        Set<Future<?>> all = new LinkedHashSet<>();
        for (Object entry : future.callbackEntries()) {
            if (entry instanceof TaskDriver<?> waiting) {
                all.add(waiting.task());
            } else if (entry instanceof FutureCallback callback) {
                callback.awaiters(all::add);
            }
        }
        return all;
    }

    private static FutureCallGraph graph(Future<?> future, int limit, Set<Future<?>> above) {
        List<FutureCallGraph> awaitedBy = new ArrayList<>();
        if (above.add(future)) {
            awaiters(future).forEach(waiter -> awaitedBy.add(graph(waiter, limit, above)));
            above.remove(future);
        }
        return new FutureCallGraph(future, frames(future, limit), List.copyOf(awaitedBy));
    }

    private static List<StackTraceElement> frames(Future<?> future, int limit) {
        return future instanceof Task<?> task && !task.isDone() && limit > 0
                ? Arrays.stream(task.getStack()).dropWhile(CallGraph::isOwn).filter(CallGraph::tells).limit(limit)
                        .toList()
                : List.of();
    }

    /// What the current task's stack has above the method that asks.
    private static boolean isOwn(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.equals(CallGraph.class.getName()) || type.equals(Task.class.getName())
                || type.equals(TaskStack.class.getName()) || type.startsWith("java.");
    }

    /// Every await passes through these, which says nothing.
    private static boolean tells(StackTraceElement frame) {
        String type = frame.getClassName();
        return !type.equals("io.asyncio4j.Asyncio") && !type.equals(Future.class.getName());
    }
}
