package io.asyncio4j.task;

import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.task.AsCompleted.asCompleted;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.now;
import static io.asyncio4j.task.Bodies.pause;
import static io.asyncio4j.task.Sleep.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// Both ways to iterate: over coroutines, and asynchronously over futures.
class AsCompletedTest {

    private interface Collector {
        /// Adds up to so many results to the list.
        void collect(AsCompleted<String> results, List<String> into, int limit) throws Exception;
    }

    private static final List<Collector> BOTH = List.of((results, into, limit) -> {
        for (Coroutine<String> next : results) {
            into.add(next.await());
            if (into.size() == limit) {
                break;
            }
        }
    }, (results, into, limit) -> {
        try {
            while (into.size() < limit) {
                into.add(results.anext().result());
            }
        } catch (StopAsyncIteration end) {
            assertThat(into).isNotEmpty();
        }
    });

    private static List<String> all(Collector collector, List<? extends Awaitable<String>> awaitables)
            throws Exception {
        var results = new ArrayList<String>();
        collector.collect(asCompleted(awaitables), results, 1000);
        return results;
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed")
    void resultsComeInTheOrderOfCompletion() throws Exception {
        for (Collector collector : BOTH) {
            program(() -> {
                assertThat(all(collector, List.of(sleep(0.01, "b"), sleep(0.15, "c"), sleep(0.005, "a"))))
                        .containsExactly("a", "b", "c");
                assertThat(now()).isEqualTo(0.15);
            });
        }
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_same_tasks_in_as_out")
    void theFuturesGivenAreThoseIterated() throws Exception {
        program(() -> {
            Task<String> first = spawn(sleep(2, "first"));
            Task<String> second = spawn(sleep(1, "second"));
            AsCompleted<String> results = asCompleted(List.of(first, sleep(3, "third"), second));
            assertThat(results.anext()).isSameAs(second);
            assertThat(results.anext()).isSameAs(first);
            assertThat(results.aiter().anext().result()).isEqualTo("third");
            assertThat(failureOf(results::anext)).isInstanceOf(StopAsyncIteration.class);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_with_timeout")
    void atTheEndOfTheTimeEachThatIsLateTimesOut() throws Exception {
        program(() -> {
            List<Task<String>> tasks = List.of(spawn(sleep(0.1, "a")), spawn(sleep(0.15, "b")),
                    spawn(sleep(0.2, "c")));
            var outcomes = new ArrayList<Object>();
            for (Coroutine<String> next : asCompleted(tasks, 0.12)) {
                outcomes.add(failureOf(() -> outcomes.add(next.await())));
            }
            assertThat(outcomes).hasSize(4).startsWith("a", null);
            assertThat(outcomes.subList(2, 4)).allMatch(TimeoutException.class::isInstance);
            assertThat(now()).isEqualTo(0.12);
            pause(1);
            assertThat(tasks).noneMatch(Future::isCancelled);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_with_timeout")
    void atTheEndOfTheTimeAsynchronousIterationTimesOut() throws Exception {
        program(() -> {
            AsCompleted<String> results = asCompleted(List.of(sleep(0.1, "a"), sleep(0.15, "b")),
                    Duration.ofMillis(120));
            assertThat(results.anext().result()).isEqualTo("a");
            assertThat(failureOf(results::anext)).isInstanceOf(TimeoutException.class);
            assertThat(failureOf(results::anext)).isInstanceOf(StopAsyncIteration.class);
            assertThat(now()).isEqualTo(0.12);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_with_unused_timeout")
    void aLimitThatIsNotNeededLeavesNoTimer() throws Exception {
        program(() -> {
            for (Coroutine<String> next : asCompleted(List.of(sleep(0.01, "a")), 1)) {
                assertThat(next.await()).isEqualTo("a");
            }
            assertThat(now()).isEqualTo(0.01);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_resume_iterator")
    void anotherIterationGoesOnWhereTheFirstStopped() throws Exception {
        for (Collector collector : BOTH) {
            program(() -> {
                AsCompleted<String> results = asCompleted(
                        List.of(sleep(1, "1"), sleep(2, "2"), sleep(3, "3"), sleep(4, "4")));
                var collected = new ArrayList<String>();
                collector.collect(results, collected, 2);
                assertThat(collected).containsExactly("1", "2");
                collector.collect(results, collected, 1000);
                assertThat(collected).containsExactly("1", "2", "3", "4");
            });
        }
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_reverse_wait")
    void theFirstToAwaitGetsTheFirstResult() throws Exception {
        program(() -> {
            Iterator<Coroutine<String>> results =
                    asCompleted(List.of(sleep(0.05, "a"), sleep(0.10, "b"))).iterator();
            Coroutine<String> first = results.next();
            Coroutine<String> second = results.next();
            assertThat(second.await()).isEqualTo("a");
            assertThat(now()).isEqualTo(0.05);
            assertThat(first.await()).isEqualTo("b");
            assertThat(now()).isEqualTo(0.1);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_concurrent")
    void severalCanBeAwaitedAtOnce() throws Exception {
        program(() -> {
            var waiting = new ArrayList<Task<String>>();
            for (Coroutine<String> next : asCompleted(List.of(sleep(0.05, "a"), sleep(0.05, "b")))) {
                waiting.add(spawn(next));
            }
            assertThat(Bodies.results(List.copyOf(Wait.wait(waiting).await().done()))).containsExactly("a",
                    "b");
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_duplicate_coroutines")
    void oneGivenTwiceIsIteratedOnce() throws Exception {
        for (Collector collector : BOTH) {
            program(() -> {
                Coroutine<String> twice = Coroutine.of(() -> "ham");
                assertThat(all(collector, List.of(twice, twice, Coroutine.of(() -> "spam"))))
                        .containsExactly("ham", "spam");
            });
        }
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_coroutine_without_loop")
    void itNeedsARunningLoop() {
        assertThatIllegalStateException().isThrownBy(() -> asCompleted(List.of(Coroutine.of(() -> 42))))
                .withMessageContaining("no running event loop");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_as_completed_coroutine_use_running_loop")
    void coroutinesBecomeTasksOfTheRunningLoop() throws Exception {
        program(() -> {
            AsCompleted<Integer> results = asCompleted(List.of(Coroutine.of(() -> 42)));
            assertThat(Task.allTasks(EventLoop.running())).hasSize(2);
            assertThat(results.iterator().next().await()).isEqualTo(42);
        });
    }

    @Test
    void failuresAreRaisedByTheCoroutines() throws Exception {
        program(() -> {
            var broken = new Broken();
            Iterator<Coroutine<Void>> results = asCompleted(List.of(Bodies.<Void>failing(broken))).iterator();
            Coroutine<Void> only = results.next();
            assertThat(failureOf(only::await)).isSameAs(broken);
            assertThat(results.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results::next);
        });
    }

    @Test
    void aCancelledAwaitPassesItsTurnOn() throws Exception {
        program(() -> {
            var future = new Future<String>();
            Iterator<Coroutine<String>> results =
                    asCompleted(List.of(future, new Future<String>())).iterator();
            Task<String> first = spawn(results.next());
            Task<String> second = spawn(results.next());
            tick();
            future.setResult("a");
            tick();
            first.cancel();
            assertThat(failureOf(first)).isInstanceOf(CancelledError.class);
            assertThat(second.await()).isEqualTo("a");
        });
    }
}
