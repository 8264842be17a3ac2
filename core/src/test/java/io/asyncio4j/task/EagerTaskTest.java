package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopTest;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.ports.CPythonTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tasks that run to their first suspension when they are made.
class EagerTaskTest extends LoopTest {

    @BeforeEach
    void makeTasksEagerly() {
        TaskFactory.set(loop, TaskFactory.EAGER);
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_eager_task_factory_set")
    void theFactoryMakesEveryTaskOfTheLoop() throws Exception {
        assertThat(TaskFactory.get(loop)).isSameAs(TaskFactory.EAGER);
        complete(() -> {
            assertThat(Asyncio.createTask(Coroutine.of(() -> 1)).isDone()).isTrue();
            return null;
        });
    }

    @Test
    @CPythonTest({"test_eager_task_factory.EagerTaskFactoryLoopTests.test_eager_completion",
            "test_eager_task_factory.CEagerTaskFactoryLoopTests.test_issue122332",
            "test_tasks.BaseTaskTests.test_eager_start_true"})
    void aTaskThatNeverWaitsIsDoneWhenItIsMade() throws Exception {
        complete(() -> {
            Task<String> task = task(() -> "hello");
            assertThat(task.isDone()).isTrue();
            assertThat(task.getCoro()).isNull();
            assertThat(task.await()).isEqualTo("hello");
            return null;
        });
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_await_future_during_eager_step")
    void theFirstStepMayCompleteWhatItsMakerAwaitsNext() throws Exception {
        assertThat(complete(() -> {
            Future<String> future = new Future<>();
            assertThat(task(() -> {
                future.setResult("my message");
                return null;
            }).isDone()).isTrue();
            return future.await();
        })).isEqualTo("my message");
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_block_after_eager_step")
    void aTaskThatWaitsGoesOnAsAnyOther() throws Exception {
        complete(() -> {
            Task<String> task = task(Sleep.sleep(0.1, "finished after blocking"));
            assertThat(task.isDone()).isFalse();
            assertThat(task.getCoro()).isNotNull();
            assertThat(task.await()).isEqualTo("finished after blocking");
            return null;
        });
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_cancellation_after_eager_completion")
    void aTaskThatIsDoneCannotBeCancelled() throws Exception {
        complete(() -> {
            Task<Integer> task = task(() -> 1);
            assertThat(task.cancel()).isFalse();
            assertThat(task.await()).isOne();
            assertThat(task.isCancelled()).isFalse();
            return null;
        });
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_cancellation_after_eager_step_blocks")
    void aTaskThatWaitsIsCancelledWithItsMessage() {
        assertThatThrownBy(() -> complete(() -> {
            Task<?> task = task(Sleep.sleep(0.1));
            task.cancel("cancellation message");
            assertThat(task.cancelling()).isPositive();
            return task.await();
        })).isInstanceOf(CancelledError.class).hasMessage("cancellation message");
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_current_task")
    void theTaskIsTheCurrentOneInItsFirstStepAndItsMakerAfterwards() throws Exception {
        complete(() -> {
            Task<?> maker = Task.currentTask();
            List<Task<?>> seen = new ArrayList<>();
            Task<Void> task = task(() -> {
                seen.add(Task.currentTask());
                Bodies.pause(0.1);
                seen.add(Task.currentTask());
                return null;
            });
            assertThat(Task.currentTask()).isSameAs(maker);
            task.await();
            assertThat(seen).containsExactly(task, task);
            return null;
        });
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_all_tasks_with_eager_completion")
    void theTaskCountsAmongAllTasksOnlyWhileItRuns() throws Exception {
        complete(() -> {
            List<Set<Task<?>>> seen = new ArrayList<>();
            Task<Boolean> task = task(() -> seen.add(Task.allTasks(loop)));
            assertThat(seen.getFirst()).contains(task);
            assertThat(Task.allTasks(loop)).doesNotContain(task);
            return null;
        });
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_all_tasks_with_blocking")
    void aTaskThatWaitsCountsAmongAllTasksUntilItIsDone() throws Exception {
        complete(() -> {
            Future<Void> gate = new Future<>();
            Future<Void> passed = new Future<>();
            Task<Void> task = task(() -> {
                assertThat(Task.allTasks(loop)).hasSize(2);
                gate.await();
                passed.setResult(null);
                return null;
            });
            assertThat(Task.allTasks(loop)).contains(task);
            gate.setResult(null);
            passed.await();
            assertThat(Task.allTasks(loop)).doesNotContain(task);
            return null;
        });
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_context_vars")
    void whatTheTaskSetsStaysInItsContext() throws Exception {
        ContextVar<Integer> variable = ContextVar.withDefault("variable", 0);
        List<Integer> seen = new ArrayList<>();
        complete(() -> {
            variable.set(1);
            Task<Void> task = task(() -> {
                seen.add(variable.get());
                variable.set(2);
                Bodies.pause(0.1);
                seen.add(variable.get());
                return null;
            });
            assertThat(seen).containsExactly(1);
            assertThat(variable.get()).isOne();
            task.await();
            assertThat(seen).containsExactly(1, 2);
            assertThat(variable.get()).isOne();
            return null;
        });
    }

    private static <T> Supplier<Awaitable<T>> competitor(Awaitable<T> body) {
        return () -> body;
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_staggered_race_with_eager_tasks")
    void aRaceOfEagerTasksHasOneWinner() throws Exception {
        StaggeredResult<String> result = complete(StaggeredRace.staggeredRace(
                List.of(competitor(() -> new Future<String>().await()), competitor(Sleep.sleep(1, "slept")),
                        competitor(() -> {
                            Bodies.pause(0);
                            throw new IOException("no good");
                        })),
                0.25));
        assertThat(result.winner()).isEqualTo("slept");
        assertThat(result.winnerIndex()).isOne();
        assertThat(result.exceptions().get(0)).isInstanceOf(CancelledError.class);
        assertThat(result.exceptions().get(1)).isNull();
        assertThat(result.exceptions().get(2)).isInstanceOf(IOException.class);
    }

    @Test
    @CPythonTest("test_eager_task_factory.EagerTaskFactoryLoopTests.test_staggered_race_with_eager_tasks_no_delay")
    void inARaceWithoutDelayTheNextStartsWhenOneHasFailed() throws Exception {
        StaggeredResult<String> result = complete(StaggeredRace.staggeredRace(
                List.of(competitor(Bodies.<String>failing(new IOException("no good"))),
                        competitor(Sleep.sleep(1, "first to start")), competitor(Sleep.sleep(0, "never started"))),
                Timeout.NONE));
        assertThat(result.winner()).isEqualTo("first to start");
        assertThat(result.winnerIndex()).isOne();
        assertThat(result.exceptions()).hasSize(2);
        assertThat(result.exceptions().get(0)).isInstanceOf(IOException.class);
        assertThat(result.exceptions().get(1)).isNull();
    }

    @Test
    @CPythonTest({"test_eager_task_factory.EagerTaskFactoryLoopTests.test_eager_start_false",
            "test_tasks.BaseTaskTests.test_eager_start_false"})
    void aLazyTaskIsStillToBeHad() throws Exception {
        complete(() -> {
            List<String> ran = new ArrayList<>();
            Task<Boolean> task = Task.lazy(loop, Coroutine.of(() -> ran.add(Task.currentTask().getName())), "example",
                    null);
            assertThat(task.isDone()).isFalse();
            assertThat(ran).isEmpty();
            task.await();
            assertThat(ran).containsExactly("example");
            return null;
        });
    }

    @Test
    @CPythonTest("test_eager_task_factory.DefaultTaskFactoryEagerStart.test_eager_start_true_with_default_factory")
    void anEagerTaskIsToBeHadWithoutAnyFactory() throws Exception {
        TaskFactory.set(loop, null);
        complete(() -> {
            Task<String> task = Task.eager(loop, Coroutine.of(() -> Task.currentTask().getName()), "example", null);
            assertThat(task.isDone()).isTrue();
            assertThat(task.result()).isEqualTo("example");
            return null;
        });
    }

    @Test
    @CPythonTest("test_eager_task_factory.CEagerTaskFactoryLoopTests.test_name")
    void theFirstStepKnowsTheNameOfItsTask() throws Exception {
        complete(() -> {
            Task<String> task = Task.create(loop, () -> Task.currentTask().getName(), "test name", null);
            assertThat(task.result()).isEqualTo("test name");
            return null;
        });
    }

    @Test
    void aLoopThatDoesNotRunStartsTheTaskAsUsual() throws Exception {
        List<String> ran = new ArrayList<>();
        Task<Boolean> task = task(() -> ran.add("ran"));
        assertThat(task.isDone()).isFalse();
        assertThat(ran).isEmpty();
        assertThat(complete(task)).isTrue();
    }

    @Test
    void aFailureOfTheFirstStepIsTheTasks() throws Exception {
        complete(() -> {
            Task<Void> task = task(Bodies.failing(new IOException("at once")));
            assertThat(task.exception()).hasMessage("at once");
            return null;
        });
    }

    @Test
    void anExitInTheFirstStepLeavesTheMakerAndTheLoop() {
        SystemExit exit = new SystemExit(4);
        List<Task<?>> made = new ArrayList<>();
        assertThatThrownBy(() -> complete(() -> {
            made.add(Task.currentTask());
            return task(Bodies.failing(exit));
        })).isSameAs(exit);
        assertThat(made.getFirst().exception()).isSameAs(exit);
    }
}
