package io.asyncio4j.task;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.task.Bodies.failureOf;
import static io.asyncio4j.task.Bodies.now;
import static io.asyncio4j.task.Bodies.pause;
import static io.asyncio4j.task.Shield.shield;
import static io.asyncio4j.task.Sleep.sleep;
import static io.asyncio4j.task.WaitFor.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Bodies.Broken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WaitForTest {

    /// Runs for some time, whatever anybody wants.
    private static final class Stubborn {
        boolean ended;

        Coroutine<Void> run(double seconds) {
            return Coroutine.of(() -> {
                double end = now() + seconds;
                while (now() < end) {
                    failureOf(() -> pause(end - now()));
                }
                ended = true;
                return null;
            });
        }
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_asyncio_wait_for_cancelled")
    void aCancelledWaitLastsUntilTheAwaitableEnds() throws Exception {
        program(() -> {
            var stubborn = new Stubborn();
            Task<?> waiting = spawn(waitFor(stubborn.run(0.2), 0.4));
            tick();
            waiting.cancel();
            Wait.wait(List.of(waiting)).await();
            assertThat(stubborn.ended).isTrue();
        });
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_asyncio_wait_for_timeout")
    void aWaitOutOfTimeLastsUntilTheAwaitableEnds() throws Exception {
        program(() -> {
            var stubborn = new Stubborn();
            assertThat(waitFor(stubborn.run(0.2), 0.1).await()).isNull();
            assertThat(stubborn.ended).isTrue();
            assertThat(now()).isEqualTo(0.2);
        });
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_wait_for_timeout_less_then_0_or_0_future_done")
    void withNoTimeAFutureThatIsDoneGivesItsResult() throws Exception {
        program(() -> {
            var future = new Future<String>();
            future.setResult("done");
            assertThat(waitFor(future, 0).await()).isEqualTo("done");
        });
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest."
            + "test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started")
    void withNoTimeACoroutineIsNotStarted() throws Exception {
        program(() -> {
            var started = new ArrayList<String>();
            Throwable failure = failureOf(() -> waitFor(() -> started.add("started"), 0).await());
            assertThat(failure).isInstanceOf(TimeoutException.class).hasCauseInstanceOf(CancelledError.class);
            assertThat(started).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_wait_for_timeout_less_then_0_or_0")
    void withNoTimeARunningTaskIsCancelled() throws Exception {
        program(() -> {
            for (double limit : new double[]{0, -1}) {
                var ends = new ArrayList<Throwable>();
                Task<Void> task = go(() -> ends.add(failureOf(() -> pause(10))));
                Task<Void> cancelled = go(() -> pause(10));
                tick();
                assertThat(waitFor(task, limit).await()).isNull();
                assertThat(ends).singleElement().isInstanceOf(CancelledError.class);
                assertThat(failureOf(() -> waitFor(cancelled, limit).await()))
                        .isInstanceOf(TimeoutException.class);
                assertThat(cancelled.isCancelled()).isTrue();
            }
        });
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_wait_for")
    void anAwaitableThatTakesTooLongIsCancelled() throws Exception {
        program(() -> {
            Task<String> task = spawn(sleep(3600, "done"));
            Throwable failure = failureOf(() -> waitFor(task, Duration.ofMillis(100)).await());
            assertThat(failure).isInstanceOf(TimeoutException.class).hasCauseInstanceOf(CancelledError.class);
            assertThat(task.isCancelled()).isTrue();
            assertThat(now()).isEqualTo(0.1);
        });
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_wait_for_blocking")
    void withoutALimitItJustWaits() throws Exception {
        program(() -> assertThat(waitFor(sleep(1e6, "done"), Timeout.NONE).await()).isEqualTo("done"));
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_wait_for_race_condition")
    void aResultInTimeIsGiven() throws Exception {
        program(() -> {
            var future = new Future<String>();
            Coroutine<String> waiting = waitFor(future, 0.2);
            EventLoop.running().callSoon(() -> future.setResult("ok"));
            assertThat(waiting.await()).isEqualTo("ok");
        });
    }

    @Test
    @CPythonTest({"test_waitfor.AsyncioWaitForTest.test_wait_for_cancellation_race_condition",
            "test_waitfor.AsyncioWaitForTest.test_wait_for_cancel_suppressed"})
    void theValueOfAnAwaitableThatIgnoresItsCancellationIsGiven() throws Exception {
        program(() -> {
            Coroutine<Integer> stubborn = Coroutine.of(() -> {
                assertThat(failureOf(() -> pause(1))).isInstanceOf(CancelledError.class);
                return 42;
            });
            assertThat(waitFor(stubborn, .01).await()).isEqualTo(42);
        });
    }

    @Test
    @CPythonTest({"test_waitfor.AsyncioWaitForTest.test_wait_for_waits_for_task_cancellation",
            "test_waitfor.AsyncioWaitForTest.test_wait_for_waits_for_task_cancellation_w_timeout_0"})
    void theEndOfACancelledTaskIsWaitedFor() throws Exception {
        program(() -> {
            for (double limit : new double[]{0.0001, 0}) {
                var ended = new ArrayList<String>();
                Task<Void> task = go(() -> {
                    try {
                        pause(10);
                    } catch (CancelledError cancelled) {
                        pause(1);
                        ended.add("ended");
                        throw cancelled;
                    }
                });
                tick();
                Throwable failure = failureOf(() -> waitFor(task, limit).await());
                assertThat(failure).isInstanceOf(TimeoutException.class)
                        .hasCauseInstanceOf(CancelledError.class);
                assertThat(ended).hasSize(1);
            }
        });
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_wait_for_reraises_exception_during_cancellation")
    void aFailureDuringTheCancellationIsRaised() throws Exception {
        program(() -> {
            var broken = new Broken();
            Task<Void> task = spawn(Bodies.crashInFinally(0.2, broken));
            assertThat(failureOf(() -> waitFor(task, 0.0001).await())).isSameAs(broken);
        });
    }

    @Test
    @CPythonTest({"test_waitfor.AsyncioWaitForTest.test_cancel_blocking_wait_for",
            "test_waitfor.AsyncioWaitForTest.test_cancel_wait_for"})
    void cancellingTheWaitCancelsTheTask() throws Exception {
        program(() -> {
            for (double limit : new double[]{Timeout.NONE, 60}) {
                Task<Void> task = go(() -> new Future<Void>().await());
                Task<Void> waiting = spawn(waitFor(task, limit));
                EventLoop.running().callSoon(waiting::cancel);
                assertThat(failureOf(waiting)).isInstanceOf(CancelledError.class);
                assertThat(task.isCancelled()).isTrue();
                assertThat(now()).isZero();
            }
        });
    }

    @Test
    @CPythonTest("test_waitfor.AsyncioWaitForTest.test_wait_for_issue86296")
    void aCancellationIsNotLostWhenTheAwaitableEndsInTheSameIteration() throws Exception {
        program(() -> {
            var reached = new ArrayList<String>();
            Task<String> inner = spawn(() -> "done");
            Task<Void> outer = go(() -> {
                waitFor(inner, 100).await();
                pause(1);
                reached.add("end");
            });
            tick();
            outer.cancel();
            assertThat(failureOf(outer)).isInstanceOf(CancelledError.class);
            assertThat(inner.await()).isEqualTo("done");
            assertThat(reached).isEmpty();
        });
    }

    @Test
    void aWaitWithoutTimeCanBeCancelled() throws Exception {
        program(() -> {
            var stubborn = new Stubborn();
            Task<Void> inner = spawn(stubborn.run(5));
            tick();
            Task<Void> waiting = spawn(waitFor(inner, 0));
            tick();
            waiting.cancel();
            assertThat(failureOf(waiting)).isInstanceOf(CancelledError.class);
            assertThat(now()).isZero();
            inner.await();
            assertThat(stubborn.ended).isTrue();
        });
    }

    @Test
    @CPythonTest("test_waitfor.WaitForShieldTests.test_zero_timeout")
    void withNoTimeAShieldedTaskGoesOn() throws Exception {
        program(() -> {
            Task<String> task = spawn(sleep(0.01, "done"));
            Future<String> shielded = shield(task);
            assertThat(failureOf(() -> waitFor(shielded, 0).await())).isInstanceOf(TimeoutException.class);
            assertThat(task.isDone()).isFalse();
            assertThat(shielded.isCancelled()).isTrue();
            pause(0.1);
            assertThat(task.result()).isEqualTo("done");
        });
    }

    @Test
    @CPythonTest("test_waitfor.WaitForShieldTests.test_none_timeout")
    void withoutALimitAShieldedTaskGivesItsResult() throws Exception {
        program(() -> {
            Task<String> task = spawn(sleep(0.1, "done"));
            assertThat(waitFor(shield(task), Timeout.NONE).await()).isEqualTo("done");
            assertThat(task.isDone()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_waitfor.WaitForShieldTests.test_shielded_timeout")
    void aShieldedTaskOutlivesTheLimit() throws Exception {
        program(() -> {
            Task<String> task = spawn(sleep(0.1, "done"));
            assertThat(failureOf(() -> waitFor(shield(task), 0.01).await()))
                    .isInstanceOf(TimeoutException.class);
            assertThat(task.isDone()).isFalse();
            assertThat(task.await()).isEqualTo("done");
        });
    }

    @Test
    void itRunsInTheCallingTask() throws Exception {
        program(() -> assertThat(waitFor(Task::currentTask, 10).await()).isSameAs(Task.currentTask()));
    }
}
