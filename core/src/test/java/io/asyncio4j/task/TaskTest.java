package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.LoopTest;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.context.Context;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.runner.Policies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTest extends LoopTest {

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_task_basics",
            "test_tasks.BaseTaskTests.test_create_task_with_async_function",
            "test_tasks.BaseTaskTests.test_coroutine_non_gen_function"})
    void aCoroutineMayAwaitOthers() throws Exception {
        Coroutine<Integer> inner = Coroutine.of(() -> 42);
        Coroutine<Integer> second = Coroutine.of(() -> 1000);
        assertThat(complete(() -> inner.await() + second.await())).isEqualTo(1042);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_task_class")
    void aTaskBelongsToTheLoopItWasMadeFor() throws Exception {
        Task<String> task = task(() -> "ok");
        assertThat(task.getLoop()).isSameAs(loop);
        complete(task);
        assertThat(task.isDone()).isTrue();
        assertThat(task.result()).isEqualTo("ok");
        EventLoop other = VirtualTime.newLoop();
        Task<String> elsewhere = Task.create(other, () -> "ok", null, null);
        assertThat(elsewhere.getLoop()).isSameAs(other);
        RunUntilComplete.runUntilComplete(other, elsewhere);
        other.close();
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_bare_create_task",
            "test_tasks.BaseTaskTests.test_bare_create_named_task"})
    void createTaskUsesTheRunningLoop() throws Exception {
        complete(() -> {
            Task<Integer> task = Asyncio.createTask(Coroutine.of(() -> 1));
            assertThat(task.getLoop()).isSameAs(loop);
            assertThat(task.await()).isEqualTo(1);
            Task<Integer> named = Asyncio.createTask(Coroutine.of(() -> 2), "No-op");
            assertThat(named.getName()).isEqualTo("No-op");
            return named.await();
        });
        assertThatThrownBy(() -> Asyncio.createTask(Coroutine.of(() -> 3))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running event loop");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_create_task_with_noncoroutine")
    void aFutureCannotBecomeATask() {
        Future<Integer> future = new Future<>(loop);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> task(future)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got a future, not a coroutine").hasMessageContaining("await it");
        }
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_create_task_with_asynclike_function",
            "test_tasks.BaseTaskTests.test_ensure_future_awaitable",
            "test_tasks.BaseTaskTests.test_ensure_future_task_awaitable"})
    void anyAwaitableCanBecomeATask() throws Exception {
        class Slow implements Awaitable<String> {
            @Override
            public String await() throws Exception {
                return Sleep.sleep(0, "ok").await();
            }
        }
        Task<String> task = task(new Slow());
        assertThat(complete(task)).isEqualTo("ok");
        assertThat(task.getCoro()).isInstanceOf(Coroutine.class);
        assertThat(complete(EnsureFuture.ensureFuture(new Slow(), loop))).isEqualTo("ok");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_ensure_future_coroutine")
    void ensureFutureMakesATaskOfACoroutine() throws Exception {
        Coroutine<String> unwanted = Coroutine.of(() -> "never");
        assertThatThrownBy(() -> EnsureFuture.ensureFuture(unwanted)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running event loop");
        Future<String> named = EnsureFuture.ensureFuture(Coroutine.of(() -> "ok"), loop);
        assertThat(named).isInstanceOf(Task.class);
        assertThat(complete(named)).isEqualTo("ok");
        Future<String> running = complete(() -> EnsureFuture.ensureFuture(Coroutine.of(() -> "ok")));
        assertThat(running.getLoop()).isSameAs(loop);
        assertThat(complete(running)).isEqualTo("ok");
        Policies.setEventLoop(loop);
        try {
            assertThat(complete(EnsureFuture.ensureFuture(Coroutine.of(() -> "ok")))).isEqualTo("ok");
        } finally {
            Policies.setEventLoop(null);
        }
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_ensure_future_future",
            "test_tasks.BaseTaskTests.test_ensure_future_task",
            "test_tasks.BaseTaskTests.test_ensure_future_error_msg"})
    void ensureFutureGivesFuturesAndTasksBackUnlessTheirLoopIsAnother() throws Exception {
        EventLoop other = VirtualTime.newLoop();
        Task<String> task = task(() -> "ok");
        for (Future<String> given : List.of(new Future<String>(loop), task)) {
            assertThat(EnsureFuture.ensureFuture(given)).isSameAs(given);
            assertThat(EnsureFuture.ensureFuture(given, loop)).isSameAs(given);
            assertThatThrownBy(() -> EnsureFuture.ensureFuture(given, other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("belongs to a different loop than the one specified");
        }
        other.close();
        complete(task);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_other_loop_future")
    void awaitingAFutureOfAnotherLoopFailsInTheTask() throws Exception {
        EventLoop other = VirtualTime.newLoop();
        Future<String> foreign = new Future<>(other);
        assertThatThrownBy(() -> complete(() -> foreign.await())).isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("(?s)task Task-\\d+ awaits a future attached to a different loop: <Future.*");
        other.close();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_task_awaits_on_itself")
    void aTaskCannotAwaitItself() {
        List<Task<String>> self = new ArrayList<>();
        self.add(task(() -> self.getFirst().await()));
        assertThatThrownBy(() -> complete(self.getFirst())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task cannot await on itself");
    }

    @Test
    void whatIsYieldedToTheLoopMustBeAFutureThatIsAwaited() throws Exception {
        List<String> messages = new ArrayList<>();
        complete(() -> {
            Future<String> future = new Future<>();
            for (Object yielded : new Object[]{future, "text"}) {
                try {
                    Coroutine.yield(yielded);
                } catch (IllegalStateException refused) {
                    messages.add(refused.getMessage());
                }
            }
            return null;
        });
        assertThat(messages.get(0)).startsWith("a future was yielded, not awaited, in task Task-");
        assertThat(messages.get(1)).startsWith("Task got bad yield in task Task-").contains("text");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_task_set_methods")
    void theOutcomeOfATaskIsItsCoroutines() throws Exception {
        Task<String> task = task(() -> "ko");
        assertThatThrownBy(() -> task.setResult("ok")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("setResult refused");
        assertThatThrownBy(() -> task.setException(new IOException())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("setException refused");
        assertThat(complete(task)).isEqualTo("ko");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_coroutine_non_gen_function_return_future")
    void aFutureThatACoroutineReturnsIsNotAwaited() throws Exception {
        Future<String> future = new Future<>(loop);
        Task<Future<String>> returns = task(() -> future);
        assertThat(complete(returns)).isSameAs(future);
        assertThat(future.isDone()).isFalse();
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_get_coro", "test_tasks.BaseTaskTests.test_get_context"})
    void aTaskKeepsItsCoroutineAndContext() throws Exception {
        Coroutine<Integer> coroutine = Coroutine.of(() -> 1);
        Context context = Context.copyContext();
        Task<Integer> task = Task.create(loop, coroutine, null, context);
        assertThat(task.getCoro()).isSameAs(coroutine);
        complete(task);
        assertThat(task.getCoro()).isSameAs(coroutine);
        assertThat(task.getContext()).isSameAs(context);
    }

    @Test
    void ofTwoTasksThatRunOneCoroutineTheSecondFindsItUsedUp() throws Exception {
        Future<String> future = new Future<>(loop);
        Coroutine<String> shared = Coroutine.of(() -> future.await());
        Task<String> first = task(shared);
        Task<String> second = task(shared);
        iterate();
        future.setResult("once");
        iterate();
        assertThat(first.result()).isEqualTo("once");
        assertThatThrownBy(second::result).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot reuse already awaited coroutine");
    }

    // ---- current task, all tasks

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_current_task",
            "test_tasks.BaseCurrentLoopTests.test_current_task_no_running_loop",
            "test_tasks.BaseCurrentLoopTests.test_current_task_no_running_loop_implicit",
            "test_tasks.BaseCurrentLoopTests.test_current_task_with_implicit_loop"})
    void theCurrentTaskIsTheOneThatRuns() throws Exception {
        assertThat(Task.currentTask(loop)).isNull();
        assertThatThrownBy(Task::currentTask).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running event loop");
        Task<Task<?>> task = task(() -> {
            assertThat(Task.currentTask(loop)).isSameAs(Task.currentTask());
            return Task.currentTask();
        });
        assertThat(complete(task)).isSameAs(task);
        assertThat(Task.currentTask(loop)).isNull();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_current_task_with_interleaving_tasks")
    void eachOfTwoTasksIsTheCurrentOneInTurns() throws Exception {
        Future<Void> first = new Future<>(loop);
        Future<Void> second = new Future<>(loop);
        List<String> seen = new ArrayList<>();
        Task<Void> a = Task.create(loop, () -> {
            seen.add(Task.currentTask().getName());
            first.await();
            seen.add(Task.currentTask().getName());
            second.setResult(null);
            return null;
        }, "a", null);
        Task<Void> b = Task.create(loop, () -> {
            seen.add(Task.currentTask().getName());
            first.setResult(null);
            second.await();
            seen.add(Task.currentTask().getName());
            return null;
        }, "b", null);
        complete(Wait.wait(List.of(a, b)));
        assertThat(seen).containsExactly("a", "b", "a", "b");
        assertThat(Task.currentTask(loop)).isNull();
    }

    @Test
    void thereIsNoCurrentTaskInACallback() {
        List<Task<?>> seen = new ArrayList<>();
        loop.callSoon(() -> seen.add(Task.currentTask()));
        iterate();
        assertThat(seen).containsExactly((Task<?>) null);
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskIntrospectionTests.test__register_task_1",
            "test_tasks.BaseTaskIntrospectionTests.test__register_task_3",
            "test_tasks.BaseTaskIntrospectionTests.test__unregister_task",
            "test_tasks.BaseTaskIntrospectionTests.test__unregister_task_not_registered"})
    void allTasksAreThoseThatAreNotDone() throws Exception {
        assertThat(Task.allTasks(loop)).isEmpty();
        Task<Void> first = task(() -> null);
        Task<?> second = task(Sleep.sleep(1));
        Task<Void> third = task(() -> null);
        assertThat(Task.allTasks(loop)).containsExactly(first, second, third);
        iterate();
        assertThat(Task.allTasks(loop)).containsExactly(second);
        TaskRegistry.of(loop).remove(first);
        TaskRegistry.of(loop).remove(second);
        assertThat(Task.allTasks(loop)).isEmpty();
        complete(second);
        assertThat(second.isDone()).isTrue();
    }

    // ---- stacks

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_get_stack", "test_pep492.CoroutineTests.test_task_print_stack"})
    void aRunningTaskSeesItsOwnStack() throws Exception {
        String printed = complete(() -> {
            assertThat(Task.currentTask().getStack()).extracting(StackTraceElement::getMethodName)
                    .anyMatch(name -> name.contains("aRunningTaskSeesItsOwnStack"))
                    .noneMatch(name -> name.equals("runForever") || name.equals("runOnce"));
            return printed(Task.currentTask());
        });
        assertThat(printed).startsWith("Stack for <Task pending name='Task-").contains("(most recent call first):")
                .contains("  at ").contains("TaskTest.java:");
    }

    @Test
    void aTaskThatOnlySleepsSaysSoWithOrWithoutAStack() throws Exception {
        for (boolean debug : new boolean[]{false, true}) {
            complete(() -> {
                loop.setDebug(debug);
                Task<Void> task = Asyncio.createTask(Asyncio.sleep(1));
                Asyncio.await(Asyncio.sleep(0));
                assertThat(task.getStack()).as("debug " + debug).singleElement()
                        .hasToString("io.asyncio4j.task.Sleep.sleep(Sleep.java)");
                assertThat(task.toString()).contains("coro=<Sleep.sleep() suspended at Sleep.java>");
                task.cancel();
                loop.setDebug(false);
                return null;
            });
        }
    }

    @Test
    void aWaitingTaskShowsTheWholeChainOfAwaitsNewestFirst() throws Exception {
        Task<Void> task = task(this::outer);
        iterate();
        assertThat(task.getStack()).extracting(StackTraceElement::getMethodName)
                .containsSubsequence("pause", "inner", "outer");
        assertThat(task.getStack(2)).hasSize(2).isEqualTo(java.util.Arrays.copyOf(task.getStack(), 2));
        assertThat(task.getStack(0)).isEmpty();
        complete(task);
        assertThat(task.getStack()).isEmpty();
        assertThat(printed(task)).startsWith("No stack for <Task finished");
    }

    private Void outer() throws Exception {
        inner();
        return null;
    }

    private void inner() throws Exception {
        Bodies.pause(1);
    }

    @Test
    void aFailedTaskShowsWhereItFailedAndALimitKeepsTheOldestFrames() throws Exception {
        Task<Void> task = task(this::fails);
        iterate();
        assertThat(task.getStack()).extracting(StackTraceElement::getMethodName).containsExactly("thrower", "fails");
        assertThat(task.getStack(1)).extracting(StackTraceElement::getMethodName).containsExactly("fails");
        assertThat(printed(task)).startsWith("Traceback for <Task finished").contains("java.io.IOException: here");
        assertThat(task.exception()).hasMessage("here");
    }

    private Void fails() throws IOException {
        throw thrower();
    }

    private static IOException thrower() {
        return new IOException("here");
    }

    private static String printed(Task<?> task) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        task.printStack(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    // ---- failures to start

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopTests.test_create_task_error_closes_coro",
            "test_tasks.BaseTaskTests.test_error_in_call_soon"})
    void aClosedLoopTakesNoTaskAndLeavesNoneBehind() {
        loop.close();
        Coroutine<Integer> coroutine = Coroutine.of(() -> 1);
        assertThatThrownBy(() -> EnsureFuture.ensureFuture(coroutine, loop)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Event loop is closed");
        assertThat(coroutine.state()).isEqualTo(Coroutine.State.CLOSED);
        assertThat(Task.allTasks(loop)).isEmpty();
    }

    @Test
    @CPythonTest("test_pep492.CoroutineTests.test_double_await")
    void aCoroutineThatATaskRunsCannotBeAwaitedBesides() {
        loop.setDebug(true);
        assertThatThrownBy(() -> complete(() -> {
            Coroutine<Void> coroutine = Sleep.sleep(0.1);
            Task<Void> task = task(coroutine);
            try {
                Sleep.sleep(0).await();
                return coroutine.await();
            } finally {
                task.cancel();
            }
        })).isInstanceOf(IllegalStateException.class).hasMessageContaining("coroutine is being awaited already");
    }

    @Test
    @CPythonTest("test_pep492.CoroutineTests.test_async_def_coroutines")
    void coroutinesWorkInDebugModeAsTheyDoWithout() throws Exception {
        for (boolean debug : new boolean[]{false, true}) {
            loop.setDebug(debug);
            assertThat(complete(() -> Coroutine.of(() -> "spam").await())).isEqualTo("spam");
        }
    }

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopTests.test_set_task_factory",
            "test_base_events.BaseEventLoopTests.test_create_named_task_with_default_factory",
            "test_base_events.BaseEventLoopTests.test_create_named_task_with_custom_factory"})
    void aFactoryMakesTheTasksOfItsLoopUntilItIsTakenAway() throws Exception {
        List<String> made = new ArrayList<>();
        TaskFactory factory = new TaskFactory() {
            @Override
            public <T> Task<T> create(EventLoop on, Coroutine<T> coroutine, String name, Context context) {
                made.add(name);
                return Task.lazy(on, coroutine, name, context);
            }
        };
        assertThat(TaskFactory.get(loop)).isNull();
        TaskFactory.set(loop, factory);
        assertThat(TaskFactory.get(loop)).isSameAs(factory);
        assertThat(complete(Task.create(loop, () -> "ok", "named", null))).isEqualTo("ok");
        assertThat(made).containsExactly("named");
        TaskFactory.set(loop, null);
        assertThat(TaskFactory.get(loop)).isNull();
        Task<String> usual = Task.create(loop, () -> "ok", "usual", null);
        assertThat(usual.getName()).isEqualTo("usual");
        assertThat(complete(usual)).isEqualTo("ok");
        assertThat(made).hasSize(1);
    }
}
