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
import org.openjdk.jcstress.infra.results.III_Result;

/// A thread cancels what it has started while it ends by itself.
///
/// r1: cancel() says it won. r2: 0 the coroutine never began, 1 it ended, 2 it saw a CancelledError. r3: the future is cancelled.
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "cancelled before its first step")
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "cancelled too late for the task, in time for the future")
@Outcome(id = "1, 2, 1", expect = Expect.ACCEPTABLE, desc = "cancelled where it waited")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "ended first")
@Outcome(expect = Expect.FORBIDDEN, desc = "future and task disagree")
@State
public class CoroutineCancelOrResult {
    private final WatchedLoop watched = new WatchedLoop();
    private int end;

    @Actor
    public void loop() {
        watched.run();
    }

    @Actor
    public void thread(III_Result seen) {
        EventLoop loop = watched.loop;
        CompletableFuture<Integer> outside = RunCoroutineThreadsafe.runCoroutineThreadsafe(Coroutine.of(() -> {
            try {
                Sleep.sleep(0).await();
                end = 1;
                return 1;
            } catch (CancelledError cancelled) {
                end = 2;
                throw cancelled;
            }
        }), loop);
        // gives the task a chance, each time another one
        for (long pause = System.nanoTime() & 0x3ff; pause > 0; pause--) {
            Thread.onSpinWait();
        }
        seen.r1 = outside.cancel(true) ? 1 : 0;
        loop.callSoonThreadsafe(this::stopAfterTheTask);
        seen.r3 = outside.isCancelled() ? 1 : 0;
    }

    private void stopAfterTheTask() {
        Set<Task<?>> tasks = Task.allTasks(watched.loop);
        tasks.forEach(task -> task.addDoneCallback(_ -> watched.loop.stop()));
        if (tasks.isEmpty()) {
            watched.loop.stop();
        }
    }

    @Arbiter
    public void later(III_Result seen) {
        seen.r2 = end;
    }
}
