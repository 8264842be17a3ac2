package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.LoopTest;
import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.runner.Policies;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.thread.RunCoroutineThreadsafe;
import io.asyncio4j.thread.ToThread;
import io.asyncio4j.thread.WrapFuture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many threads, each with a loop; and threads without one, which may have a current one.
class LoopsOfThreadsTest extends LoopTest {
    private static final int THREADS = 10;

    @AfterEach
    void forget() {
        Policies.setEventLoop(null);
    }

    private static void onThreads(Callable<Void> body) throws Exception {
        List<FutureTask<Void>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            FutureTask<Void> each = new FutureTask<>(body);
            all.add(each);
            Thread.ofPlatform().start(each);
        }
        for (FutureTask<Void> each : all) {
            each.get();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_free_threading.TestFreeThreading.test_all_tasks_race")
    void everyLoopKnowsItsOwnTasksAndNoOthers(boolean eager) throws Exception {
        onThreads(() -> {
            try (Runner runner = new Runner()) {
                EventLoop own = runner.getLoop();
                TaskFactory.set(own, eager ? TaskFactory.EAGER : null);
                runner.run(() -> {
                    Future<Void> go = new Future<>(own);
                    AsyncWith.asyncWith(new TaskGroup(), group -> {
                        Set<Task<?>> expected = new HashSet<>();
                        for (int i = 0; i < 100; i++) {
                            expected.add(group.createTask(() -> go.await()));
                        }
                        expected.add(Task.currentTask());
                        assertThat(Task.allTasks(own)).isEqualTo(expected)
                                .allMatch(task -> task.getLoop() == own && !task.isDone());
                        go.setResult(null);
                    });
                    return null;
                });
            }
            return null;
        });
    }

    @Test
    void theTasksOfALoopThatRunsAreAskedForOnItsThread() throws Exception {
        assertThat(Task.allTasks(loop)).as("an idle loop may be asked by anybody").isEmpty();
        complete(ToThread.toThread(() -> {
            assertThatThrownBy(() -> Task.allTasks(loop)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("allTasks failed").hasMessageContaining("callSoonThreadsafe");
            return null;
        }));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest({"test_free_threading.TestFreeThreading.test_run_coroutine_threadsafe",
            "test_free_threading.TestFreeThreading.test_run_coroutine_threadsafe_exception"})
    void manyThreadsMayRunCoroutinesOnOneLoop(boolean eager) throws Exception {
        IllegalStateException failure = new IllegalStateException("test");
        try (Runner runner = new Runner()) {
            EventLoop own = runner.getLoop();
            TaskFactory.set(own, eager ? TaskFactory.EAGER : null);
            runner.run(() -> {
                List<Integer> results = java.util.Collections.synchronizedList(new ArrayList<>());
                AsyncWith.asyncWith(new TaskGroup(), group -> {
                    for (int i = 0; i < THREADS; i++) {
                        group.createTask(ToThread.toThread(() -> results
                                .add(RunCoroutineThreadsafe.runCoroutineThreadsafe(Sleep.sleep(0.001, 42), own)
                                        .get())));
                        group.createTask(ToThread.toThread(() -> {
                            CompletableFuture<Object> failing = RunCoroutineThreadsafe.runCoroutineThreadsafe(() -> {
                                Sleep.sleep(0).await();
                                throw failure;
                            }, own);
                            assertThatThrownBy(failing::get).isInstanceOf(ExecutionException.class).hasCause(failure);
                            return null;
                        }));
                    }
                });
                assertThat(results).hasSize(THREADS).containsOnly(42);
                return null;
            });
        }
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_shield_coroutine_use_global_loop",
            "test_tasks.CoroutineGatherTests.test_constructor_use_global_loop",
            "test_tasks.FutureGatherTests.test_constructor_empty_sequence_use_global_loop",
            "test_futures.BaseFutureTests.test_wrap_future_use_global_loop"})
    void outsideALoopTheThreadsCurrentOneIsTaken() throws Exception {
        Policies.setEventLoop(loop);
        Future<Integer> shielded = Shield.shield(Sleep.sleep(0, 42));
        Future<List<String>> gathered = Gather.gather(Sleep.sleep(0, "a"), Sleep.sleep(0, "b"));
        Future<List<Object>> nothing = Gather.gather(List.of());
        CompletableFuture<String> stage = new CompletableFuture<>();
        Future<String> wrapped = WrapFuture.wrapFuture(stage);
        assertThat(List.of(shielded, gathered, nothing, wrapped)).allMatch(future -> future.getLoop() == loop);
        stage.complete("oi");
        assertThat(complete(shielded)).isEqualTo(42);
        assertThat(complete(gathered)).containsExactly("a", "b");
        assertThat(complete(nothing)).isEmpty();
        assertThat(complete(wrapped)).isEqualTo("oi");
    }

    @Test
    @CPythonTest({"test_futures.BaseFutureTests.test_wrap_future_without_loop",
            "test_futures.BaseFutureTests.test_wrap_future_use_running_loop"})
    void aStageIsWrappedForTheRunningLoopAndRefusedWithoutOne() throws Exception {
        CompletableFuture<String> stage = CompletableFuture.completedFuture("oi");
        assertThatThrownBy(() -> WrapFuture.wrapFuture(stage)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running event loop");
        complete(() -> {
            assertThat(WrapFuture.wrapFuture(stage).getLoop()).isSameAs(loop);
            return null;
        });
    }
}
