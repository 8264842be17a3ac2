package io.asyncio4j.task;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.task.Bodies.crashAfter;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.now;
import static io.asyncio4j.task.Bodies.pause;
import static io.asyncio4j.task.Sleep.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitTest {

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_wait",
            "test_tasks.BaseTaskTests.test_wait_with_iterator_of_tasks"})
    void allAreDoneInTheOrderGiven() throws Exception {
        program(() -> {
            Task<String> a = spawn(sleep(0.1, "a"));
            Task<String> b = spawn(sleep(0.15, "b"));
            for (int i = 0; i < 2; i++) {
                WaitResult<Task<String>> result = Wait.wait(List.of(b, a)).await();
                assertThat(result.done()).containsExactly(b, a);
                assertThat(result.pending()).isEmpty();
                assertThat(now()).isEqualTo(0.15);
            }
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_generator")
    void theCollectionIsReadWhenTheWaitStarts() throws Exception {
        program(() -> {
            var futures = new ArrayList<Task<Integer>>();
            Coroutine<WaitResult<Task<Integer>>> wait = Wait.wait(futures);
            IntStream.range(0, 10).forEach(i -> futures.add(spawn(() -> i)));
            assertThat(wait.await().done()).hasSize(10);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_duplicate_coroutines")
    void oneGivenTwiceCountsOnce() throws Exception {
        program(() -> {
            Task<String> twice = spawn(() -> "test");
            Task<String> once = spawn(() -> "spam");
            var result = Wait.wait(List.of(twice, twice, once)).await();
            assertThat(result.done()).containsExactly(twice, once);
            assertThat(result.pending()).isEmpty();
        });
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_wait_errors",
            "test_tasks.BaseTaskTests.test_wait_invalid_args"})
    void nothingToWaitForIsAnError() throws Exception {
        program(() -> assertThat(failureOf(() -> Wait.wait(List.of()).await()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no futures"));
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_first_completed")
    void theFirstToBeDoneMayBeEnough() throws Exception {
        program(() -> {
            Task<?> a = spawn(sleep(10.0));
            Task<?> b = spawn(sleep(0.1));
            var result = Wait.wait(List.of(b, a), ReturnWhen.FIRST_COMPLETED).await();
            assertThat(result.done()).isEqualTo(Set.of(b));
            assertThat(result.pending()).isEqualTo(Set.of(a));
            assertThat(now()).isEqualTo(0.1);
            assertThat(a.isDone()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_really_done")
    void whatEndsInTheSameIterationIsDoneToo() throws Exception {
        program(() -> {
            Task<Void> a = go(() -> tick());
            Task<Void> b = go(() -> tick(2));
            var result = Wait.wait(List.of(b, a), ReturnWhen.FIRST_COMPLETED).await();
            assertThat(result.done()).containsExactly(b, a);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_first_exception")
    void aFailureAtOnceMayBeEnough() throws Exception {
        program(() -> {
            Task<?> a = spawn(sleep(10.0));
            Task<?> b = spawn(Bodies.failing(new Broken()));
            var result = Wait.wait(List.of(b, a), ReturnWhen.FIRST_EXCEPTION).await();
            assertThat(result.done()).isEqualTo(Set.of(b));
            assertThat(result.pending()).isEqualTo(Set.of(a));
            assertThat(now()).isZero();
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_first_exception_in_wait")
    void aLaterFailureMayBeEnough() throws Exception {
        program(() -> {
            Task<?> a = spawn(sleep(10.0));
            Task<?> b = spawn(crashAfter(0.01, new Broken()));
            var result = Wait.wait(List.of(b, a), ReturnWhen.FIRST_EXCEPTION).await();
            assertThat(result.done()).isEqualTo(Set.of(b));
            assertThat(now()).isEqualTo(0.01);
        });
    }

    @Test
    void aCancellationIsNotTheFailureWaitedFor() throws Exception {
        program(() -> {
            Task<?> a = spawn(sleep(1.0));
            Task<?> b = spawn(sleep(1.0));
            EventLoop.running().callSoon(b::cancel);
            var result = Wait.wait(List.of(b, a), ReturnWhen.FIRST_EXCEPTION).await();
            assertThat(result.pending()).isEmpty();
            assertThat(now()).isEqualTo(1.0);
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_with_exception")
    void failuresAreNotRaised() throws Exception {
        program(() -> {
            Task<?> a = spawn(sleep(0.1));
            Task<?> b = spawn(crashAfter(0.15, new Broken()));
            for (int i = 0; i < 2; i++) {
                var result = Wait.wait(List.of(b, a)).await();
                assertThat(result.done()).hasSize(2);
                assertThat(result.done().stream().filter(task -> task.exception() != null))
                        .containsExactly(b);
                assertThat(now()).isEqualTo(0.15);
            }
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_with_timeout")
    void atTheEndOfTheTimeTheRestIsPending() throws Exception {
        program(() -> {
            Task<?> a = spawn(sleep(0.1));
            Task<?> b = spawn(sleep(0.15));
            var result = Wait.wait(List.of(b, a), 0.11).await();
            assertThat(result.done()).isEqualTo(Set.of(a));
            assertThat(result.pending()).isEqualTo(Set.of(b));
            assertThat(now()).isEqualTo(0.11);
            pause(1);
            assertThat(b.isCancelled()).isFalse();
            assertThat(b.isDone()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_wait_concurrent_complete")
    void whatIsDoneWhenTheTimeEndsIsDone() throws Exception {
        program(() -> {
            Task<?> a = spawn(sleep(0.1));
            Task<?> b = spawn(sleep(0.15));
            tick();
            var result = Wait.wait(List.of(b, a), Duration.ofMillis(100), ReturnWhen.ALL_COMPLETED).await();
            assertThat(result.done()).isEqualTo(Set.of(a));
            assertThat(result.pending()).isEqualTo(Set.of(b));
            assertThat(now()).isEqualTo(0.1);
        });
    }

    @Test
    void aWaitLeavesNothingOnItsFutures() throws Exception {
        program(() -> {
            var future = new Future<Void>();
            assertThat(Wait.wait(List.of(future), 1).await().pending()).containsExactly(future);
            assertThat(future.callbackEntries()).isEmpty();
            assertThat(Wait.wait(List.of(future), 0).await().pending()).containsExactly(future);
            Task<?> waiting = spawn(Wait.wait(List.of(future)));
            tick();
            assertThat(future.callbackEntries()).hasSize(1);
            waiting.cancel();
            tick();
            assertThat(future.callbackEntries()).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_yield_wait_does_not_shield_cancel")
    void aCancelledWaitLeavesItsFuturesRunning() throws Exception {
        program(() -> {
            var waiter = new Future<Void>();
            var reached = new ArrayList<String>();
            Task<Void> inner = go(() -> {
                waiter.await();
                reached.add("inner");
            });
            Task<Void> outer = go(() -> {
                Wait.wait(List.of(inner)).await();
                reached.add("outer");
            });
            tick(2);
            outer.cancel();
            assertThat(failureOf(outer)).isInstanceOf(CancelledError.class);
            waiter.setResult(null);
            tick();
            assertThat(reached).containsExactly("inner");
        });
    }
}
