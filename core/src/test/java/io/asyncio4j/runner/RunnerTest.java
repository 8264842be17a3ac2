package io.asyncio4j.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.context.Context;
import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Sleep;
import org.junit.jupiter.api.Test;

/// A loop for several programs, one after the other.
class RunnerTest {

    @Test
    @CPythonTest({"test_runners.RunnerTests.test_non_debug", "test_runners.RunnerTests.test_debug"})
    void debugModeCanBeSaid() {
        try (Runner off = new Runner(false, null); Runner on = new Runner(true, EventLoop::new)) {
            assertThat(off.getLoop().getDebug()).isFalse();
            assertThat(on.getLoop().getDebug()).isTrue();
        }
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_custom_factory")
    void aFactoryMayMakeTheLoop() {
        EventLoop made = new EventLoop();
        try (Runner runner = new Runner(null, () -> made)) {
            assertThat(runner.getLoop()).isSameAs(made).isSameAs(runner.getLoop());
        }
        assertThat(made.isClosed()).isTrue();
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_run")
    void itRunsAndIsClosedForGood() throws Exception {
        EventLoop loop;
        Runner runner = new Runner();
        try (runner) {
            assertThat(runner.run(Sleep.sleep(0, "done"))).isEqualTo("done");
            loop = runner.getLoop();
        }
        assertThatThrownBy(runner::getLoop).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Runner is closed");
        assertThat(loop.isClosed()).isTrue();
    }

    @Test
    @CPythonTest({"test_runners.RunnerTests.test_run_awaitable", "test_runners.RunnerTests.test_run_future"})
    void itRunsAnythingThatCanBeAwaited() throws Exception {
        try (Runner runner = new Runner()) {
            Awaitable<String> own = () -> Sleep.sleep(0, "awaited").await();
            assertThat(runner.run(own)).isEqualTo("awaited");
            Future<String> future = new Future<>(runner.getLoop());
            runner.getLoop().callSoon(() -> future.setResult("future"));
            assertThat(runner.run(future)).isEqualTo("future");
        }
    }

    @Test
    @CPythonTest({"test_runners.RunnerTests.test_explicit_close", "test_runners.RunnerTests.test_double_close"})
    void closingTwiceIsClosingOnce() {
        Runner runner = new Runner();
        EventLoop loop = runner.getLoop();
        runner.close();
        assertThat(loop.isClosed()).isTrue();
        runner.close();
        assertThatThrownBy(runner::getLoop).hasMessageStartingWith("Runner is closed");
        Runner unused = new Runner();
        unused.close();
        assertThatThrownBy(unused::getLoop).hasMessageStartingWith("Runner is closed");
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_second_with_block_raises")
    void aClosedRunnerRunsNothing() {
        Runner runner = new Runner();
        runner.getLoop();
        runner.close();
        Coroutine<String> never = Coroutine.of(() -> "never");
        assertThatThrownBy(() -> runner.run(never)).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Runner is closed");
        assertThat(never.state()).isEqualTo(Coroutine.State.CREATED);
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_run_keeps_context")
    void runsSeeTheContextVariablesOfThoseBeforeAndNobodyElseDoes() throws Exception {
        ContextVar<Integer> variable = ContextVar.withDefault("variable", -1);
        try (Runner runner = new Runner()) {
            for (int i = 0; i < 2; i++) {
                int next = i;
                int seen = runner.run(() -> {
                    int old = variable.get();
                    Sleep.sleep(0).await();
                    variable.set(next);
                    return old;
                });
                assertThat(seen).isEqualTo(i - 1);
            }
            assertThat(runner.<Context>run(Context::copyContext).get(variable)).isEqualTo(1);
            Context own = Context.empty();
            assertThat(runner.<Integer>run(variable::get, own)).isEqualTo(-1);
        }
        assertThat(variable.get()).isEqualTo(-1);
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_recursive_run")
    void itCannotBeUsedInsideOneOfItsRuns() {
        try (Runner runner = new Runner()) {
            Coroutine<String> inner = Coroutine.of(() -> "never");
            assertThatThrownBy(() -> runner.run(() -> runner.run(inner))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("run cannot be called from a running event loop");
            assertThat(inner.state()).isEqualTo(Coroutine.State.CREATED);
        }
    }

    @Test
    @CPythonTest("test_runners.RunnerTests.test_no_repr_is_call_on_the_task_result")
    void theTextOfTheResultIsNotAskedFor() throws Exception {
        class Precious {
            @Override
            public String toString() {
                throw new AssertionError("the text was asked for");
            }
        }
        Precious result = new Precious();
        assertThat(Run.<Precious>run(() -> result) == result).isTrue();
    }
}
