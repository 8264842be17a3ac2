package io.asyncio4j.task;

import static io.asyncio4j.task.Bodies.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.LoopTest;
import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.iter.AsyncFor;
import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.sync.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who waits for whom, and where.
class CallGraphTest extends LoopTest {
    private FutureCallGraph graph;

    /// `name[frames of this test] <- who waits, ...`, the newest frame first.
    private static String drawn(FutureCallGraph graph) {
        String frames = graph.callStack().stream()
                .filter(frame -> frame.getClassName().equals(CallGraphTest.class.getName()))
                .map(frame -> frame.getMethodName().replaceFirst("^lambda\\$(.+)\\$\\d+$", "$1"))
                .distinct().collect(Collectors.joining(" "));
        String name = graph.future() instanceof Task<?> task
                ? task.getName().startsWith("Task-") ? "T" : task.getName()
                : "F";
        return name + "[" + frames + "]" + (graph.awaitedBy().isEmpty() ? ""
                : graph.awaitedBy().stream().map(CallGraphTest::drawn).sorted()
                        .collect(Collectors.joining(", ", " <- (", ")")));
    }

    private Void capture() {
        graph = CallGraph.captureCallGraph();
        return null;
    }

    private Void deep() throws Exception {
        await(Sleep.sleep(0));
        return capture();
    }

    private Void deeper() throws Exception {
        await(Sleep.sleep(0));
        return deep();
    }

    private Void limited() throws Exception {
        AsyncWith.asyncWith(Timeout.timeout(1), this::deeper);
        return null;
    }

    private static Void waitFor(Task<?> task) throws Exception {
        await(task);
        return null;
    }

    @Test
    @CPythonTest("test_graph.CallStackTestBase.test_stack_task")
    void aTaskIsAwaitedByATask() throws Exception {
        complete(() -> waitFor(Task.create(loop, this::deeper, "there there", null)));
        assertThat(drawn(graph)).isEqualTo("there there[capture deep deeper] <- (T[waitFor aTaskIsAwaitedByATask])");
    }

    @Test
    @CPythonTest("test_graph.CallStackTestBase.test_stack_tgroup")
    void theTasksOfAGroupAreAwaitedByItsParentAndByWhoeverElseDoes() throws Exception {
        complete(() -> {
            AsyncWith.asyncWith(new TaskGroup(), group -> {
                Task<?> root = group.createTask(this::deeper, "root");
                group.createTask(() -> waitFor(root), "first");
                group.createTask(() -> waitFor(root), "second");
            });
            return null;
        });
        String parent = "T[theTasksOfAGroupAreAwaitedByItsParentAndByWhoeverElseDoes]";
        assertThat(drawn(graph)).isEqualTo("root[capture deep deeper] <- (" + parent + ", first[waitFor "
                + "theTasksOfAGroupAreAwaitedByItsParentAndByWhoeverElseDoes] <- (" + parent + "), second[waitFor "
                + "theTasksOfAGroupAreAwaitedByItsParentAndByWhoeverElseDoes] <- (" + parent + "))");
    }

    @Test
    @CPythonTest("test_graph.CallStackTestBase.test_stack_gather")
    void theChildrenOfGatherAreAwaitedByWhatItGivesAndThatByATask() throws Exception {
        complete(() -> await2(Gather.gather(Coroutine.of(this::deeper), Sleep.sleep(0))));
        assertThat(drawn(graph)).isEqualTo("T[capture deep deeper] <- (F[] <- (T[await2 "
                + "theChildrenOfGatherAreAwaitedByWhatItGivesAndThatByATask]))");
    }

    private static Void await2(Future<?> future) throws Exception {
        await(future);
        return null;
    }

    @Test
    @CPythonTest({"test_graph.CallStackTestBase.test_stack_shield", "test_graph.CallStackTestBase.test_stack_timeout"})
    void aShieldStandsBetweenATaskAndWhoWaits() throws Exception {
        complete(() -> await2(Shield.shield(Coroutine.of(this::limited))));
        assertThat(drawn(graph)).isEqualTo("T[capture deep deeper limited] <- (F[] <- (T[await2 "
                + "aShieldStandsBetweenATaskAndWhoWaits]))");
    }

    @Test
    @CPythonTest("test_graph.CallStackTestBase.test_stack_wait")
    void whatIsWaitedForIsAwaitedByTheTaskThatWaits() throws Exception {
        Task<Void> first = task(this::limited);
        Task<Void> second = task(() -> Sleep.<Void>sleep(0, null).await());
        complete(() -> Wait.wait(List.of(first, second)).await());
        assertThat(drawn(graph))
                .isEqualTo("T[capture deep deeper limited] <- (T[whatIsWaitedForIsAwaitedByTheTaskThatWaits])");
    }

    @Test
    void whatCompletesInTurnIsAwaitedByWhoAsksForTheNext() throws Exception {
        complete(() -> {
            for (Coroutine<Void> next : AsCompleted.<Void>asCompleted(List.of(Coroutine.of(this::deeper)))) {
                await(next);
            }
            return null;
        });
        assertThat(drawn(graph))
                .isEqualTo("T[capture deep deeper] <- (T[whatCompletesInTurnIsAwaitedByWhoAsksForTheNext])");
    }

    @Test
    void competitorsOfARaceAreAwaitedByItsTask() throws Exception {
        complete(() -> StaggeredRace.<Void>staggeredRace(List.of(() -> this::deeper), 1).await());
        assertThat(drawn(graph)).startsWith("T[capture deep deeper")
                .endsWith("] <- (T[competitorsOfARaceAreAwaitedByItsTask])");
    }

    @Test
    @CPythonTest("test_graph.CallStackTestBase.test_stack_async_gen")
    void theBodyOfAGeneratorIsOnTheStackOfTheTaskThatAsksForItsItems() throws Exception {
        complete(() -> iterated());
        assertThat(drawn(graph)).isEqualTo("T[capture generated iterated "
                + "theBodyOfAGeneratorIsOnTheStackOfTheTaskThatAsksForItsItems]");
        Task<Void> waiting = task(this::iteratedForever);
        iterate(2);
        assertThat(drawn(CallGraph.captureCallGraph(waiting))).isEqualTo("T[endless iteratedForever]");
    }

    private Void iterated() {
        for (int item : AsyncFor.asyncFor(generated())) {
            assertThat(item).isBetween(0, 1);
        }
        return null;
    }

    private AsyncGenerator<Integer> generated() {
        return AsyncGenerator.of(items -> {
            for (int i = 0; i < 2; i++) {
                items.yield(i);
                await(Sleep.sleep(0));
                capture();
            }
        });
    }

    private Void iteratedForever() {
        for (Object item : AsyncFor.asyncFor(endless())) {
            assertThat(item).isNull();
        }
        return null;
    }

    private AsyncGenerator<Object> endless() {
        return AsyncGenerator.of(items -> await(new Future<>(loop)));
    }

    @Test
    @CPythonTest("test_graph.CallStackTestBase.test_stack_future")
    void aFutureIsAwaitedByAllThatWaitForIt() throws Exception {
        complete(() -> {
            Future<Void> future = new Future<>(loop);
            AsyncWith.asyncWith(new TaskGroup(), group -> {
                group.createTask(() -> await2(future), "task A");
                group.createTask(() -> await2(future), "task B");
                await(Sleep.sleep(0));
                graph = CallGraph.captureCallGraph(future);
                future.setResult(null);
            });
            return null;
        });
        String name = "aFutureIsAwaitedByAllThatWaitForIt";
        assertThat(drawn(graph))
                .isEqualTo("F[] <- (task A[await2 " + name + "] <- (T[" + name + "]), task B[await2 " + name
                        + "] <- (T[" + name + "]))");
    }

    private static Void asleep() throws Exception {
        Sleep.sleep(60).await();
        return null;
    }

    private static Void atAnEvent() throws Exception {
        new Event().waitFor().await();
        return null;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSleeperIsInSleepAndThenInTheProgram(boolean debug) throws Exception {
        loop.setDebug(debug);
        complete(() -> {
            Task<Void> sleeper = Task.create(loop, CallGraphTest::asleep, null, null);
            Task<Void> other = Task.create(loop, CallGraphTest::atAnEvent, null, null);
            await(Sleep.sleep(0));
            assertThat(CallGraph.captureCallGraph(sleeper).callStack()).extracting(StackTraceElement::getMethodName)
                    .startsWith("sleep", "asleep");
            assertThat(CallGraph.captureCallGraph(other).callStack()).extracting(StackTraceElement::getMethodName)
                    .startsWith("waitFor", "atAnEvent");
            sleeper.cancel();
            other.cancel();
            return null;
        });
    }

    @Test
    void waitsThatGoInACircleAreFollowedOnce() throws Exception {
        Task<?>[] tasks = new Task<?>[2];
        tasks[0] = Task.create(loop, () -> waitFor(tasks[1]), "a", null);
        tasks[1] = Task.create(loop, () -> waitFor(tasks[0]), "b", null);
        iterate();
        assertThat(CallGraph.captureCallGraph(tasks[0], 0)).satisfies(a -> {
            FutureCallGraph b = a.awaitedBy().getFirst();
            assertThat(b.future()).isSameAs(tasks[1]);
            assertThat(b.awaitedBy()).singleElement().satisfies(again -> {
                assertThat(again.future()).isSameAs(tasks[0]);
                assertThat(again.awaitedBy()).isEmpty();
            });
        });
        Set.of(tasks).forEach(Task::cancel);
    }

    @Test
    void aCombinatorOfAProgramsOwnMayTellWhoWaits() {
        Future<Void> inner = new Future<>(loop);
        Future<Void> outer = new Future<>(loop);
        CallGraph.futureAddToAwaitedBy(inner, outer);
        assertThat(CallGraph.captureCallGraph(inner).awaitedBy()).extracting(FutureCallGraph::future)
                .satisfies(waiting -> assertThat(waiting.getFirst() == outer).isTrue());
        CallGraph.futureDiscardFromAwaitedBy(inner, outer);
        CallGraph.futureDiscardFromAwaitedBy(inner, outer);
        assertThat(CallGraph.captureCallGraph(inner).awaitedBy()).isEmpty();
        CallGraph.futureAddToAwaitedBy(inner, outer);
        inner.setResult(null);
        iterate();
        assertThat(outer.isDone()).as("it is told only").isFalse();
        assertThat(CallGraph.captureCallGraph(inner).awaitedBy()).isEmpty();
    }

    @Test
    void aGraphIsPrintedAsATree() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        complete(() -> waitFor(Task.create(loop, () -> {
            CallGraph.printCallGraph(out);
            return null;
        }, "inner", null)));
        String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\\R");
        assertThat(lines[0]).matches("\\* Task\\(name='inner', id=0x[0-9a-f]+\\)");
        assertThat(lines[1]).isEqualTo("  + Call stack:");
        assertThat(lines[2]).matches(
                "  \\|   at io\\.asyncio4j\\.task\\.CallGraphTest\\.lambda\\$aGraphIsPrintedAsATree\\$\\d+\\(CallGraphTest\\.java:\\d+\\)");
        assertThat(lines).contains("  + Awaited by:")
                .anyMatch(line -> line.matches(" {4}\\* Task\\(name='Task-\\d+', id=0x[0-9a-f]+\\)"))
                .anyMatch(line -> line.startsWith("      |   at io.asyncio4j.task.CallGraphTest.waitFor("));
    }

    @Test
    void outsideATaskThereIsNoGraphAndOutsideALoopNoneCanBeAskedFor() {
        assertThatThrownBy(CallGraph::captureCallGraph).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running event loop");
        loop.callSoon(this::capture);
        iterate();
        assertThat(graph).isNull();
        assertThatThrownBy(() -> CallGraph.captureCallGraph(new Future<>(loop), -1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("negative limit: -1");
    }
}
