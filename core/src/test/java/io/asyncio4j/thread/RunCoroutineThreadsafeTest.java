package io.asyncio4j.thread;

import static io.asyncio4j.thread.RunCoroutineThreadsafe.runCoroutineThreadsafe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunCoroutineThreadsafeTest {
    private final EventLoop loop = new EventLoop();

    @AfterEach
    void close() {
        loop.close();
    }

    private static Coroutine<Integer> add(int a, int b) {
        return Coroutine.of(() -> {
            Sleep.sleep(0.005).await();
            return a + b;
        });
    }

    /// Runs `client` on another thread while the loop runs.
    private <T> T whileTheLoopRuns(Callable<T> client) throws Exception {
        return RunUntilComplete.runUntilComplete(loop, ToThread.toThread(client));
    }

    @Test
    @CPythonTest("test_tasks.RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe")
    void anotherThreadGetsTheResult() throws Exception {
        assertThat(whileTheLoopRuns(() -> runCoroutineThreadsafe(add(1, 2), loop).get())).isEqualTo(3);
    }

    @Test
    @CPythonTest("test_tasks.RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe_with_exception")
    void anotherThreadGetsTheFailure() throws Exception {
        IOException failure = new IOException("Fail!");
        assertThatThrownBy(() -> whileTheLoopRuns(() -> runCoroutineThreadsafe(() -> {
            throw failure;
        }, loop).get())).isInstanceOf(ExecutionException.class).cause().isSameAs(failure);
    }

    @Test
    @CPythonTest("test_tasks.RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe_with_timeout")
    void threadThatDoesNotWantToWaitCancelsTheTask() throws Exception {
        List<Object> log = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        whileTheLoopRuns(() -> {
            CompletableFuture<Void> future = runCoroutineThreadsafe(() -> {
                begun.countDown();
                try {
                    new Future<Void>().await();
                } catch (CancelledError cancelled) {
                    log.add("cancelled");
                    throw cancelled;
                }
                return null;
            }, loop);
            begun.await();
            assertThatThrownBy(() -> future.get(0, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(future.cancel(true)).isTrue();
            return null;
        });
        RunUntilComplete.runUntilComplete(loop, Sleep.sleep(0));
        assertThat(Task.allTasks(loop)).isEmpty();
        assertThat(log).containsExactly("cancelled");
    }

    @Test
    @CPythonTest({"test_tasks.RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe_task_cancelled",
            "test_tasks.RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe_and_cancel"})
    void cancelledTaskIsACancelledFuture() {
        assertThatThrownBy(() -> whileTheLoopRuns(() -> runCoroutineThreadsafe(() -> {
            Task.currentTask().cancel();
            return add(1, 2).await();
        }, loop).get())).isInstanceOf(CancelledError.class);
    }

    @Test
    @CPythonTest("test_tasks.RunCoroutineThreadsafeTests.test_run_coroutine_threadsafe_task_factory_exception")
    void failureToMakeATaskIsTheFailureOfTheFutureAndReported() throws Exception {
        List<ExceptionContext> reports = new ArrayList<>();
        loop.setExceptionHandler((on, context) -> reports.add(context));
        EventLoop other = new EventLoop();
        Future<Integer> ofAnotherLoop = new Future<>(other);
        other.close();
        assertThatThrownBy(() -> whileTheLoopRuns(() -> runCoroutineThreadsafe(ofAnotherLoop, loop).get()))
                .isInstanceOf(ExecutionException.class).cause().isInstanceOf(IllegalArgumentException.class)
                .satisfies(failure -> assertThat(reports).singleElement()
                        .satisfies(report -> assertThat(report.exception()).isSameAs(failure)));
    }

    @Test
    void coroutineSeesTheContextOfTheThreadThatSubmitsIt() throws Exception {
        ContextVar<String> who = ContextVar.of("who");
        assertThat(whileTheLoopRuns(() -> {
            who.set("submitter");
            return runCoroutineThreadsafe(() -> who.get(), loop).get();
        })).isEqualTo("submitter");
    }

    @Test
    void closedLoopRefuses() {
        EventLoop closed = VirtualTime.newLoop();
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> runCoroutineThreadsafe(add(1, 2), closed))
                .withMessageContaining("closed");
    }

    @Test
    void systemExitLeavesTheLoopAndReachesTheThread() throws Exception {
        SystemExit exit = new SystemExit(3);
        List<CompletableFuture<Object>> submitted = new ArrayList<>();
        loop.callSoon(() -> submitted.add(runCoroutineThreadsafe(() -> {
            throw exit;
        }, loop)));
        assertThatThrownBy(loop::runForever).isSameAs(exit);
        RunUntilComplete.runUntilComplete(loop, Sleep.sleep(0));
        assertThatThrownBy(() -> submitted.getFirst().get()).cause().isSameAs(exit);
    }
}
