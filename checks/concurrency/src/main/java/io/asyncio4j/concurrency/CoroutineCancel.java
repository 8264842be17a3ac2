package io.asyncio4j.concurrency;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.thread.RunCoroutineThreadsafe;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A thread runs a coroutine without end on the loop and cancels it: the task ends, however far it has come.
///
/// r1: cancel() says it won. r2: 0 the coroutine never began, 2 it saw a CancelledError.
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "cancelled before its first step")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "cancelled where it waited")
@Outcome(expect = Expect.FORBIDDEN, desc = "the cancellation was lost")
@State
public class CoroutineCancel {
    private static final int AN_HOUR = 3600;

    private final WatchedLoop watched = new WatchedLoop();
    private int end;

    @Actor
    public void loop() {
        watched.run();
    }

    @Actor
    public void thread(II_Result seen) {
        EventLoop loop = watched.loop;
        CompletableFuture<Integer> outside = RunCoroutineThreadsafe.runCoroutineThreadsafe(Coroutine.of(() -> {
            end = 1;
            try {
                return Sleep.sleep(AN_HOUR, 1).await();
            } catch (CancelledError cancelled) {
                end = 2;
                throw cancelled;
            }
        }), loop);
        seen.r1 = outside.cancel(true) ? 1 : 0;
        loop.callSoonThreadsafe(this::stopAfterTheTask);
    }

    private void stopAfterTheTask() {
        Set<Task<?>> tasks = Task.allTasks(watched.loop);
        tasks.forEach(task -> task.addDoneCallback(_ -> watched.loop.stop()));
        if (tasks.isEmpty()) {
            watched.loop.stop();
        }
    }

    @Arbiter
    public void later(II_Result seen) {
        seen.r2 = end;
    }
}
