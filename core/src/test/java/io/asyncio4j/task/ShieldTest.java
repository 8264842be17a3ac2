package io.asyncio4j.task;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.runBriefly;
import static io.asyncio4j.task.Gather.gather;
import static io.asyncio4j.task.Shield.shield;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asyncio4j.Program;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShieldTest {

    private final EventLoop loop = VirtualTime.newLoop();
    private final List<ExceptionContext> reports = new ArrayList<>();
    private final Future<Integer> inner = new Future<>(loop);

    @BeforeEach
    void listen() {
        loop.setExceptionHandler((on, context) -> reports.add(context));
    }

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_result")
    void theResultPasses() throws Exception {
        Future<Integer> outer = shield(inner);
        inner.setResult(42);
        assertThat(RunUntilComplete.runUntilComplete(loop, outer)).isEqualTo(42);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_exception")
    void theFailurePasses() throws Exception {
        Future<Integer> outer = shield(inner);
        runBriefly(loop);
        var broken = new Broken();
        inner.setException(broken);
        runBriefly(loop);
        assertThat(outer.exception()).isSameAs(broken);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_cancel_inner")
    void theCancellationOfTheInnerOnePasses() throws Exception {
        Future<Integer> outer = shield(inner);
        runBriefly(loop);
        inner.cancel();
        runBriefly(loop);
        assertThat(outer.isCancelled()).isTrue();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_cancel_outer")
    void theCancellationOfTheOuterOneStops() throws Exception {
        Future<Integer> outer = shield(inner);
        runBriefly(loop);
        outer.cancel();
        runBriefly(loop);
        assertThat(outer.isCancelled()).isTrue();
        assertThat(outer.callbackEntries()).isEmpty();
        assertThat(inner.isDone()).isFalse();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_cancel_outer_result")
    void aLateResultIsNotReported() throws Exception {
        Future<Integer> outer = shield(inner);
        runBriefly(loop);
        outer.cancel();
        runBriefly(loop);
        inner.setResult(1);
        runBriefly(loop);
        assertThat(reports).isEmpty();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_cancel_outer_exception")
    void aLateFailureIsReported() throws Exception {
        Future<Integer> outer = shield(inner);
        runBriefly(loop);
        outer.cancel();
        runBriefly(loop);
        var broken = new Broken();
        inner.setException(broken);
        runBriefly(loop);
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).isEqualTo("Broken exception in shielded future");
            assertThat(report.exception()).isSameAs(broken);
            assertThat(report.get("future")).isSameAs(inner);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_duplicate_log_once")
    void aLateFailureShieldedTwiceIsReportedOnce() throws Exception {
        for (int i = 0; i < 2; i++) {
            Future<Integer> outer = shield(inner);
            runBriefly(loop);
            outer.cancel();
            runBriefly(loop);
        }
        inner.setException(new Broken());
        runBriefly(loop);
        assertThat(reports).hasSize(1);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_shortcut")
    void aFutureThatIsDoneIsItsOwnShield() throws Exception {
        inner.setResult(42);
        assertThat(shield(inner)).isSameAs(inner);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_effect")
    void whatIsShieldedGoesOn() throws Exception {
        program(() -> {
            var waiter = new Future<Void>();
            var reached = new ArrayList<String>();
            Task<Void> outer = go(() -> {
                shield(() -> {
                    waiter.await();
                    return reached.add("inner");
                }).await();
                reached.add("outer");
            });
            Program.tick(2);
            outer.cancel();
            assertThat(failureOf(outer)).isInstanceOf(CancelledError.class);
            waiter.setResult(null);
            Program.tick();
            assertThat(reached).containsExactly("inner");
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_gather")
    void aGatherCanBeShielded() throws Exception {
        List<Future<Integer>> children = List.of(new Future<>(loop), new Future<>(loop));
        Future<List<Integer>> parent = gather(children);
        Future<List<Integer>> outer = shield(parent);
        runBriefly(loop);
        outer.cancel();
        runBriefly(loop);
        assertThat(outer.isCancelled()).isTrue();
        children.get(0).setResult(1);
        children.get(1).setResult(2);
        runBriefly(loop);
        assertThat(parent.result()).containsExactly(1, 2);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_gather_shield")
    void shieldsCanBeGathered() throws Exception {
        List<Future<Integer>> children = List.of(new Future<>(loop), new Future<>(loop));
        List<Future<Integer>> shields = children.stream().map(Shield::shield).toList();
        Future<List<Integer>> parent = gather(shields);
        runBriefly(loop);
        parent.cancel();
        runBriefly(loop);
        assertThat(parent.exception()).isInstanceOf(CancelledError.class);
        assertThat(shields).allMatch(Future::isCancelled);
        assertThat(children).noneMatch(Future::isDone);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_coroutine_without_loop")
    void aCoroutineCannotBeShieldedWithoutALoop() {
        assertThatIllegalStateException().isThrownBy(() -> shield(Coroutine.of(() -> 42)))
                .withMessageContaining("no running event loop");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_shield_coroutine_use_running_loop")
    void aCoroutineBecomesATaskOfTheRunningLoop() throws Exception {
        Future<Integer> outer = RunUntilComplete.runUntilComplete(loop,
                Coroutine.of(() -> shield(Coroutine.of(() -> 42))));
        assertThat(outer.getLoop()).isSameAs(loop);
        assertThat(RunUntilComplete.runUntilComplete(loop, outer)).isEqualTo(42);
    }
}
