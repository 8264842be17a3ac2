package io.asyncio4j.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.Asyncio;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.iter.AsyncFor;
import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `run`: a loop for one program, and nothing left of it.
class RunTest {
    private final LoopPolicy before = Policies.getEventLoopPolicy();
    private final Recording policy = new Recording();

    /// Notes the loops it makes and is told of.
    private static final class Recording implements LoopPolicy {
        final List<EventLoop> made = new ArrayList<>();
        final List<EventLoop> set = new ArrayList<>();

        @Override
        public EventLoop getEventLoop() {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public void setEventLoop(EventLoop loop) {
            set.add(loop);
        }

        @Override
        public EventLoop newEventLoop() {
            made.add(VirtualTime.newLoop());
            return made.getLast();
        }
    }

    @BeforeEach
    void record() {
        Policies.setEventLoopPolicy(policy);
    }

    @AfterEach
    void restore() {
        Policies.setEventLoopPolicy(before);
        assertThat(policy.made).allMatch(EventLoop::isClosed);
    }

    @Test
    @CPythonTest("test_runners.RunTests.test_asyncio_run_return")
    void itGivesTheResult() throws Exception {
        assertThat(Run.<Integer>run(() -> {
            Sleep.sleep(0).await();
            return 42;
        })).isEqualTo(42);
        assertThat(EventLoop.runningOrNull()).isNull();
    }

    @Test
    @CPythonTest("test_runners.RunTests.test_asyncio_run_raises")
    void itThrowsTheFailureItself() {
        IllegalArgumentException failure = new IllegalArgumentException("spam");
        assertThatThrownBy(() -> Run.run(() -> {
            Sleep.sleep(0).await();
            throw failure;
        })).isSameAs(failure);
    }

    @Test
    @CPythonTest("test_runners.RunTests.test_asyncio_run_from_running_loop")
    void itRefusesToRunInsideALoopAndLeavesTheCoroutineAlone() throws Exception {
        Coroutine<String> inner = Coroutine.of(() -> "inner");
        String result = Run.run(() -> {
            assertThatThrownBy(() -> Run.run(inner)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot be called from a running event loop")
                    .hasMessageContaining("await the coroutine instead");
            return inner.await();
        });
        assertThat(result).isEqualTo("inner");
        assertThat(policy.made).hasSize(1);
    }

    @Test
    @CPythonTest("test_runners.RunTests.test_asyncio_run_cancels_hanging_tasks")
    void itCancelsTheTasksThatAreLeft() throws Exception {
        AtomicReference<Task<Void>> left = new AtomicReference<>();
        assertThat(Run.<Integer>run(() -> {
            left.set(Asyncio.createTask(Sleep.sleep(0.1)));
            return 123;
        })).isEqualTo(123);
        assertThat(left.get().isCancelled()).isTrue();
    }

    @Test
    @CPythonTest("test_runners.RunTests.test_asyncio_run_reports_hanging_tasks_errors")
    void itReportsWhatCancelledTasksFailWith() throws Exception {
        List<ExceptionContext> reports = new ArrayList<>();
        AtomicReference<Task<Void>> left = new AtomicReference<>();
        ArithmeticException failure = new ArithmeticException("by zero");
        Run.run(() -> {
            EventLoop.running().setExceptionHandler((loop, context) -> reports.add(context));
            left.set(Asyncio.createTask(() -> {
                try {
                    Sleep.sleep(0.1).await();
                } catch (CancelledError cancelled) {
                    throw failure;
                }
            }));
            Sleep.sleep(0).await();
            return null;
        });
        assertThat(left.get().isDone()).isTrue();
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.message()).contains("shutdown");
            assertThat(report.exception()).isSameAs(failure);
            assertThat(report.get("task")).isSameAs(left.get());
        });
    }

    @Test
    @CPythonTest("test_runners.RunTests.test_asyncio_run_closes_gens_after_hanging_tasks_errors")
    void itClosesGeneratorsAlsoAfterTheProgramAndItsTasksHaveFailed() {
        class FancyExit extends Exception {
        }
        List<String> log = new ArrayList<>();
        AtomicReference<Task<Void>> lazy = new AtomicReference<>();
        assertThatThrownBy(() -> Run.run(() -> {
            EventLoop.running().setExceptionHandler((loop, context) -> log.add("reported"));
            AsyncGenerator<Integer> spinner = AsyncGenerator.of(items -> {
                try {
                    while (true) {
                        items.yield(1);
                        Sleep.sleep(1).await();
                    }
                } finally {
                    log.add("closed");
                }
            });
            lazy.set(Asyncio.createTask(() -> {
                spinner.anext();
                try {
                    for (Integer each : AsyncFor.asyncFor(spinner)) {
                        assertThat(each).isEqualTo(1);
                    }
                } catch (CancelledError cancelled) {
                    throw new ArithmeticException("by zero");
                }
            }));
            Sleep.sleep(0).await();
            throw new FancyExit();
        })).isInstanceOf(FancyExit.class);
        assertThat(lazy.get().isDone()).isTrue();
        assertThat(log).containsExactlyInAnyOrder("closed", "reported");
    }

    @Test
    @CPythonTest({"test_runners.RunTests.test_asyncio_run_set_event_loop",
            "test_runners.RunnerTests.test_set_event_loop_called_once"})
    void itTellsThePolicyOfItsLoopOnceAndOfItsEnd() throws Exception {
        Run.run(() -> null);
        assertThat(policy.set).containsExactly(policy.made.getFirst(), null);
        policy.set.clear();
        try (Runner runner = new Runner()) {
            runner.run(() -> null);
            runner.run(() -> null);
        }
        assertThat(policy.set).containsExactly(policy.made.getLast(), null);
    }

    @Test
    @CPythonTest({"test_runners.RunTests.test_asyncio_run_loop_factory",
            "test_runners.RunTests.test_loop_factory_default_event_loop"})
    void aLoopOfAFactorysIsNobodysCurrentLoop() throws Exception {
        AtomicReference<EventLoop> made = new AtomicReference<>();
        EventLoop ran = Run.run(EventLoop::running, null, () -> {
            made.set(new EventLoop());
            return made.get();
        });
        assertThat(ran).isSameAs(made.get());
        assertThat(ran.isClosed()).isTrue();
        assertThat(policy.set).isEmpty();
        assertThat(policy.made).isEmpty();
    }

    @Test
    void debugModeIsTheLoopsUnlessSaid() throws Exception {
        assertThat(Run.<Boolean>run(() -> EventLoop.running().getDebug(), true)).isTrue();
        assertThat(Run.<Boolean>run(() -> EventLoop.running().getDebug(), false)).isFalse();
        assertThat(Run.<Boolean>run(() -> EventLoop.running().getDebug(), null, () -> {
            EventLoop loop = new EventLoop();
            loop.setDebug(true);
            return loop;
        })).isTrue();
    }
}
