package io.asyncio4j.task;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.pause;
import static io.asyncio4j.task.Bodies.runBriefly;
import static io.asyncio4j.task.Gather.gather;
import static io.asyncio4j.task.Sleep.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Children that are futures of a loop which runs now and then.
class GatherTest {

    private final EventLoop loop = VirtualTime.newLoop();
    private final List<Future<?>> notified = new ArrayList<>();

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    private List<Future<Integer>> futures(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Future<Integer>(loop)).toList();
    }

    private List<Awaitable<Integer>> children(List<Future<Integer>> futures, boolean wrapped) {
        List<Awaitable<Integer>> children = new ArrayList<>();
        for (Future<Integer> future : futures) {
            children.add(wrapped ? Coroutine.of(future) : future);
        }
        return children;
    }

    private <T> Future<T> made(Awaitable<Future<T>> gather) throws Exception {
        Future<T> future = RunUntilComplete.runUntilComplete(loop, Coroutine.of(gather));
        future.addDoneCallback(notified::add);
        return future;
    }

    private void settle() throws Exception {
        for (int i = 0; i < 5; i++) {
            runBriefly(loop);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest({"test_tasks.GatherTestsBase.test_success",
            "test_tasks.GatherTestsBase.test_result_exception_success"})
    void resultsAreInTheOrderOfTheArguments(boolean wrapped) throws Exception {
        for (boolean returnExceptions : new boolean[]{false, true}) {
            notified.clear();
            var futures = futures(3);
            Future<List<Object>> gathered = made(() -> gather(children(futures, wrapped), returnExceptions));
            futures.get(1).setResult(1);
            futures.get(0).setResult(2);
            settle();
            assertThat(gathered.isDone()).isFalse();
            assertThat(notified).isEmpty();
            futures.get(2).setResult(3);
            settle();
            assertThat(notified).containsExactly(gathered);
            assertThat(gathered.result()).containsExactly(2, 1, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_tasks.GatherTestsBase.test_one_exception")
    void theFirstFailureCompletesTheWhole(boolean wrapped) throws Exception {
        var futures = futures(5);
        Future<List<Integer>> gathered = made(() -> gather(children(futures, wrapped)));
        var broken = new Broken();
        futures.get(0).setResult(1);
        futures.get(1).setException(broken);
        settle();
        assertThat(notified).containsExactly(gathered);
        assertThat(gathered.exception()).isSameAs(broken);
        futures.get(2).setResult(3);
        futures.get(3).cancel();
        futures.get(4).setException(new Broken());
        settle();
        assertThat(gathered.exception()).isSameAs(broken);
        assertThat(notified).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @CPythonTest("test_tasks.GatherTestsBase.test_return_exceptions")
    void failuresMayBeResults(boolean wrapped) throws Exception {
        var futures = futures(4);
        Future<List<Object>> gathered = made(() -> gather(children(futures, wrapped), true));
        var first = new Broken();
        var second = new IllegalStateException();
        futures.get(1).setResult(1);
        futures.get(2).setException(first);
        futures.get(0).setResult(3);
        settle();
        assertThat(gathered.isDone()).isFalse();
        futures.get(3).setException(second);
        settle();
        assertThat(notified).containsExactly(gathered);
        assertThat(gathered.result()).containsExactly(3, 1, first, second);
    }

    @Test
    @CPythonTest("test_tasks.FutureGatherTests.test_one_cancellation")
    void aCancelledChildIsAFailure() throws Exception {
        var futures = futures(5);
        Future<List<Integer>> gathered = made(() -> gather(futures));
        futures.get(0).setResult(1);
        futures.get(1).cancel("why");
        settle();
        assertThat(notified).containsExactly(gathered);
        assertThat(gathered.isCancelled()).isFalse();
        assertThat(gathered.exception()).isInstanceOf(CancelledError.class).hasMessage("why");
        futures.get(2).setResult(3);
        futures.get(3).cancel();
        futures.get(4).setException(new Broken());
        settle();
        assertThat(notified).hasSize(1);
    }

    @Test
    @CPythonTest("test_tasks.FutureGatherTests.test_result_exception_one_cancellation")
    void cancellationsOfChildrenMayBeResults() throws Exception {
        var futures = futures(6);
        Future<List<Object>> gathered = made(() -> gather(futures, true));
        var broken = new Broken();
        futures.get(0).setResult(1);
        futures.get(1).setException(broken);
        futures.get(2).cancel();
        settle();
        assertThat(gathered.isDone()).isFalse();
        futures.get(3).setResult(3);
        futures.get(4).cancel("why");
        var last = new IllegalStateException();
        futures.get(5).setException(last);
        List<Object> results = RunUntilComplete.runUntilComplete(loop, gathered);
        assertThat(results.get(2)).isInstanceOfSatisfying(CancelledError.class,
                e -> assertThat(e).hasMessage(""));
        assertThat(results.get(4)).isInstanceOfSatisfying(CancelledError.class,
                e -> assertThat(e).hasMessage("why"));
        assertThat(results).element(0).isEqualTo(1);
        assertThat(results).element(1).isSameAs(broken);
        assertThat(results).element(3).isEqualTo(3);
        assertThat(results).element(5).isSameAs(last);
        assertThat(notified).containsExactly(gathered);
    }

    @Test
    @CPythonTest("test_tasks.FutureGatherTests.test_constructor_empty_sequence_use_running_loop")
    void nothingGivesAnEmptyListAtOnce() throws Exception {
        Future<List<Object>> gathered = made(() -> gather());
        assertThat(gathered.getLoop()).isSameAs(loop);
        assertThat(gathered.isDone()).isTrue();
        assertThat(gathered.result()).isEmpty();
    }

    @Test
    @CPythonTest({"test_tasks.FutureGatherTests.test_constructor_empty_sequence_without_loop",
            "test_tasks.CoroutineGatherTests.test_constructor_without_loop"})
    void withoutALoopOnlyFuturesCanBeGathered() {
        assertThatIllegalStateException().isThrownBy(() -> gather())
                .withMessageContaining("no running event loop");
        assertThatIllegalStateException().isThrownBy(() -> gather(sleep(1), sleep(2)))
                .withMessageContaining("no running event loop");
    }

    @Test
    @CPythonTest("test_tasks.FutureGatherTests.test_constructor_heterogenous_futures")
    void futuresOfDifferentLoopsAreRefused() throws Exception {
        try (EventLoop other = VirtualTime.newLoop()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> gather(new Future<>(loop), new Future<>(other)));
        }
    }

    @Test
    @CPythonTest("test_tasks.FutureGatherTests.test_constructor_homogenous_futures")
    void theLoopIsThatOfTheFutures() throws Exception {
        try (EventLoop other = VirtualTime.newLoop()) {
            List<Future<Integer>> children = List.of(new Future<>(other), new Future<>(other));
            for (int i = 0; i < 2; i++) {
                Future<List<Integer>> gathered = gather(children);
                assertThat(gathered.getLoop()).isSameAs(other);
                runBriefly(other);
                assertThat(gathered.isDone()).isFalse();
            }
        }
    }

    @Test
    @CPythonTest("test_tasks.CoroutineGatherTests.test_constructor_use_running_loop")
    void coroutinesBecomeTasksOfTheRunningLoop() throws Exception {
        Future<List<String>> gathered =
                made(() -> gather(Coroutine.of(() -> "abc"), Coroutine.of(() -> "abc")));
        assertThat(gathered.getLoop()).isSameAs(loop);
        assertThat(RunUntilComplete.runUntilComplete(loop, gathered)).containsExactly("abc", "abc");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    @CPythonTest("test_tasks.CoroutineGatherTests.test_duplicate_coroutines")
    void oneGivenTwiceRunsOnce(int more) throws Exception {
        program(() -> {
            var runs = new AtomicInteger();
            Awaitable<Integer> lambda = runs::incrementAndGet;
            Coroutine<Integer> coroutine = Coroutine.of(() -> 10);
            var future = new Future<Integer>();
            var done = new Future<Integer>();
            done.setResult(30);
            List<Awaitable<Integer>> given = new ArrayList<>(
                    List.of(coroutine, lambda, future, done, coroutine, sleep(0.0, 40), lambda, done,
                            future));
            given.addAll(Collections.nCopies(more, lambda));
            Future<List<Integer>> gathered = gather(given);
            future.setResult(20);
            assertThat(gathered.await()).startsWith(10, 1, 20, 30, 10, 40, 1, 30, 20)
                    .endsWith(Collections.nCopies(more, 1).toArray(Integer[]::new));
            assertThat(runs).hasValue(1);
        });
    }

    @Test
    @CPythonTest("test_tasks.CoroutineGatherTests.test_cancellation_broadcast")
    void cancellingTheWholeCancelsTheChildren() throws Exception {
        program(() -> {
            var waiter = new Future<Void>();
            var reached = new ArrayList<String>();
            List<Task<Void>> children = List.of(go(() -> {
                waiter.await();
                reached.add("inner");
            }), go(() -> {
                waiter.await();
                reached.add("inner");
            }));
            var gatherers = new ArrayList<Future<?>>();
            Task<Void> outer = go(() -> {
                gatherers.add(gather(children));
                gatherers.getFirst().await();
                reached.add("outer");
            });
            tick();
            assertThat(outer.cancel()).isTrue();
            assertThat(failureOf(outer)).isInstanceOf(CancelledError.class);
            assertThat(gatherers.getFirst().cancel()).isFalse();
            assertThat(gatherers.getFirst().isCancelled()).isFalse();
            assertThat(waiter.isCancelled()).isTrue();
            assertThat(children).allMatch(Future::isCancelled);
            tick();
            assertThat(reached).isEmpty();
        });
    }

    @Test
    void theWholeIsPendingUntilItsCancelledChildrenHaveEnded() throws Exception {
        program(() -> {
            Future<List<Object>> gathered = gather(List.of(sleep(1, "a"), Coroutine.of(() -> {
                failureOf(() -> pause(10));
                pause(5);
                return "b";
            })), true);
            pause(0.5);
            assertThat(gathered.cancel("stop")).isTrue();
            tick(3);
            assertThat(gathered.isDone()).isFalse();
            assertThat(failureOf(gathered)).isInstanceOf(CancelledError.class);
            assertThat(Bodies.now()).isEqualTo(5.5);
            assertThat(gathered.isCancelled()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_tasks.CoroutineGatherTests.test_exception_marking")
    void aSecondFailureIsNotReported() throws Exception {
        program(() -> {
            List<String> reports = new ArrayList<>();
            EventLoop.running().setExceptionHandler((on, context) -> reports.add(context.message()));
            List<Future<Void>> gates = List.of(new Future<>(), new Future<>());
            Task<?> outer = spawn(() -> gather(gates.stream().map(gate -> Coroutine.of(() -> {
                gate.await();
                throw new IllegalStateException("not ignored");
            })).toList()).await());
            tick();
            gates.get(0).setResult(null);
            tick(2);
            gates.get(1).setResult(null);
            tick(2);
            assertThat(failureOf(outer)).isInstanceOf(IllegalStateException.class);
            System.gc();
            tick();
            assertThat(reports).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_tasks.CoroutineGatherTests.test_issue46672")
    void childrenMadeBeforeAnErrorDoNotFailLater() throws Exception {
        program(() -> {
            List<String> reports = new ArrayList<>();
            EventLoop.running().setExceptionHandler((on, context) -> reports.add(context.message()));
            var runs = new AtomicInteger();
            var given = new ArrayList<Awaitable<Integer>>();
            given.add(runs::incrementAndGet);
            given.add(Bodies.failing(new Broken()));
            given.add(null);
            assertThat(failureOf(() -> gather(given))).isInstanceOf(NullPointerException.class);
            tick(3);
            assertThat(runs).hasValue(1);
            assertThat(reports).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel_gather_1")
    void theWholeRefusesToBeCancelledWhenAllChildrenAreDone() throws Exception {
        var future = new Future<Integer>(loop);
        Future<List<Integer>> gathered = made(() -> gather(Coroutine.of(future)));
        var cancelled = new ArrayList<Boolean>();
        future.addDoneCallback(done -> loop.callSoon(() -> cancelled.add(gathered.cancel())));
        runBriefly(loop);
        future.setResult(42);
        assertThat(RunUntilComplete.runUntilComplete(loop, gathered)).containsExactly(42);
        assertThat(cancelled).containsExactly(false);
        assertThat(gathered.isCancelled()).isFalse();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel_gather_2")
    void aTaskThatGathersIsCancelledEvenIfFailuresAreResults() throws Exception {
        program(() -> {
            for (String message : new String[]{null, "my message"}) {
                Task<Void> task = go(() -> {
                    for (double time = 0; time < 1; time += 0.05) {
                        gather(List.of(sleep(0.05)), true).await();
                    }
                });
                pause(0.2);
                task.cancel(message);
                assertThat(failureOf(task)).isInstanceOfSatisfying(CancelledError.class,
                        error -> assertThat(error.message()).isEqualTo(message));
            }
        });
    }

    @Test
    void childrenThatFinishEagerlyCompleteTheWholeAtOnce() throws Exception {
        Bodies.program(TaskFactory.EAGER, () -> {
            Future<List<Integer>> gathered = gather(Coroutine.of(() -> 1), Coroutine.of(() -> 2));
            assertThat(gathered.isDone()).isTrue();
            assertThat(gathered.result()).containsExactly(1, 2);
            Future<List<Integer>> failed = gather(Coroutine.of(() -> 1), Bodies.failing(new Broken()));
            assertThat(failed.exception()).isInstanceOf(Broken.class);
            assertThat(gather(gather(Coroutine.of(() -> 1)), Coroutine.of(() -> List.of(2))).result())
                    .containsExactly(List.of(1), List.of(2));
        });
    }

    @Test
    void resultsMayBeNullAndCannotBeChanged() throws Exception {
        program(() -> {
            List<String> results = gather(Coroutine.of(() -> null), Coroutine.of(() -> "a")).await();
            assertThat(results).containsExactly(null, "a");
            assertThat(failureOf(() -> results.set(0, "b")))
                    .isInstanceOf(UnsupportedOperationException.class);
        });
    }
}
