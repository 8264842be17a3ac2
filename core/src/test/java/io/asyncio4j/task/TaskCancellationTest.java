package io.asyncio4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.LoopTest;
import io.asyncio4j.VirtualTime;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.loop.TimerHandle;
import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCancellationTest extends LoopTest {

    private void assertEndsCancelled(Task<?> task) {
        assertThatThrownBy(() -> complete(task)).isInstanceOf(CancelledError.class);
        assertThat(task.isDone()).isTrue();
        assertThat(task.isCancelled()).isTrue();
        assertThat(task.cancel()).isFalse();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel")
    void aSleepingTaskIsCancelled() {
        Task<?> task = task(Sleep.sleep(10));
        loop.callSoon(task::cancel);
        assertEndsCancelled(task);
        assertThat(loop.time()).isZero();
    }

    @Test
    void aTaskCancelledBeforeItBeganRunsNoLine() {
        List<String> ran = new ArrayList<>();
        Task<Boolean> task = task(() -> ran.add("a line"));
        task.cancel();
        assertEndsCancelled(task);
        assertThat(ran).isEmpty();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel_yield")
    void aTaskThatOnlyGivesUpIterationsIsCancelled() {
        Task<Integer> task = task(() -> {
            Bodies.pause(0);
            Bodies.pause(0);
            return 12;
        });
        iterate();
        task.cancel();
        assertEndsCancelled(task);
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_cancel_inner_future",
            "test_tasks.BaseTaskTests.test_cancel_both_task_and_inner_future"})
    void cancellingTheAwaitedFutureCancelsTheTask() {
        for (boolean both : new boolean[]{false, true}) {
            Future<Integer> future = new Future<>(loop);
            Task<Integer> task = task(() -> future.await());
            iterate();
            future.cancel();
            if (both) {
                task.cancel();
            }
            assertEndsCancelled(task);
            assertThat(future.isCancelled()).isTrue();
        }
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_task_cancel_waiter_future",
            "test_tasks.BaseTaskTests.test_cancel_task_catching"})
    void cancellingATaskCancelsTheFutureItWaitsForAndMayBeCaught() throws Exception {
        Future<Void> first = new Future<>(loop);
        Future<Void> second = new Future<>(loop);
        Task<Integer> task = task(() -> {
            first.await();
            try {
                second.await();
            } catch (CancelledError caught) {
                return 42;
            }
            return 0;
        });
        iterate();
        assertThat(task.waiter()).isSameAs(first);
        first.setResult(null);
        iterate();
        assertThat(task.waiter()).isSameAs(second);
        task.cancel();
        assertThat(second.isCancelled()).isTrue();
        assertThat(complete(task)).isEqualTo(42);
        assertThat(task.isCancelled()).isFalse();
        assertThat(task.waiter()).isNull();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel_task_ignoring")
    void aTaskThatSwallowsItsCancellationGoesOnWaiting() throws Exception {
        Future<Void> interrupted = new Future<>(loop);
        Future<Integer> next = new Future<>(loop);
        Task<Integer> task = task(() -> {
            try {
                interrupted.await();
            } catch (CancelledError ignored) {
                assertThat(Task.currentTask().cancelling()).isOne();
            }
            return next.await();
        });
        iterate();
        task.cancel();
        iterate();
        assertThat(task.waiter()).isSameAs(next);
        next.setResult(42);
        assertThat(complete(task)).isEqualTo(42);
        assertThat(task.isCancelled()).isFalse();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel_current_task")
    void aTaskThatCancelsItselfIsCancelledAtItsNextWait() {
        List<String> ran = new ArrayList<>();
        Task<Integer> task = task(() -> {
            Task.currentTask().cancel();
            ran.add("goes on");
            Bodies.pause(100);
            return 12;
        });
        assertEndsCancelled(task);
        assertThat(ran).containsExactly("goes on");
        assertThat(loop.time()).isZero();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel_at_end")
    void aTaskThatCancelsItselfAndReturnsIsCancelled() {
        assertEndsCancelled(task(() -> {
            Task.currentTask().cancel();
            return 12;
        }));
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel_awaited_task")
    void aTaskThatCancelsItselfPassesThatOnToTheTaskItAwaitsNext() {
        Future<Void> future = new Future<>(loop);
        List<Task<Void>> nested = new ArrayList<>();
        Task<Void> task = task(() -> {
            nested.add(task(() -> future.await()));
            Bodies.pause(0);
            Task.currentTask().cancel();
            return nested.getFirst().await();
        });
        assertEndsCancelled(task);
        assertThat(nested.getFirst().isCancelled()).isTrue();
        assertThat(future.isCancelled()).isTrue();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_yield_future_passes_cancel")
    void aCancellationPassesThroughEveryAwaitInside() throws Exception {
        Future<Void> future = new Future<>(loop);
        List<String> log = new ArrayList<>();
        Coroutine<Void> inner = Coroutine.of(() -> {
            try {
                return future.await();
            } catch (CancelledError passed) {
                log.add("inner");
                throw passed;
            }
        });
        Task<Boolean> outer = task(() -> {
            try {
                inner.await();
            } catch (CancelledError caught) {
                return log.add("outer");
            }
            return log.add("nobody");
        });
        iterate();
        outer.cancel();
        assertThat(complete(outer)).isTrue();
        assertThat(log).containsExactly("inner", "outer");
        assertThat(future.isCancelled()).isTrue();
    }

    // ---- messages

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_task_cancel_message_getter")
    void aTaskKnowsTheMessageOfItsCancellation() {
        Task<Void> task = task(() -> null);
        assertThat(task.cancelMessage()).isNull();
        task.cancel("my message");
        assertThat(task.cancelMessage()).isEqualTo("my message");
        assertThatThrownBy(() -> complete(task)).isInstanceOf(CancelledError.class).hasMessage("my message");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "my message"})
    @CPythonTest({"test_tasks.BaseTaskTests.test_cancel_with_message_then_future_result",
            "test_tasks.BaseTaskTests.test_cancel_with_message_then_future_exception"})
    void theMessageReachesWhoeverAsksForTheOutcome(String message) {
        for (boolean asksForResult : new boolean[]{false, true}) {
            assertThatThrownBy(() -> complete(() -> {
                Task<?> task = task(Sleep.sleep(10));
                Bodies.pause(0);
                task.cancel(message);
                Wait.wait(List.of(task)).await();
                return asksForResult ? task.result() : task.exception();
            })).isInstanceOf(CancelledError.class).hasMessage(message).hasNoCause();
        }
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancel_with_message_before_starting_task")
    void theMessageIsKeptWhenTheTaskHadNotBegun() {
        assertThatThrownBy(() -> complete(() -> {
            Task<?> task = task(Sleep.sleep(10));
            task.cancel("my message");
            Wait.wait(List.of(task)).await();
            return task.exception();
        })).isInstanceOf(CancelledError.class).hasMessage("my message").hasNoCause();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancellation_exception_context")
    void theErrorThatArrivesIsTheOneThatWasRaisedInside() {
        List<Throwable> inside = new ArrayList<>();
        assertThatThrownBy(() -> complete(() -> {
            Task<Void> inner = task(() -> {
                try {
                    Bodies.pause(10);
                } catch (CancelledError cancelled) {
                    inside.add(cancelled);
                    throw cancelled;
                }
                return null;
            });
            Bodies.pause(0);
            loop.callSoon(() -> inner.cancel("msg"));
            try {
                return inner.await();
            } catch (CancelledError cancelled) {
                throw new IllegalArgumentException("cancelled", cancelled);
            }
        })).isInstanceOf(IllegalArgumentException.class)
                .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(inside.getFirst()).hasMessage("msg"));
    }

    @Test
    void theFirstOfTwoMessagesWinsWhileTheAwaitedFutureIsCancelledAlready() {
        Task<?> task = task(Sleep.sleep(10));
        iterate();
        task.cancel("first");
        task.cancel("second");
        assertThatThrownBy(() -> complete(task)).isInstanceOf(CancelledError.class).hasMessage("first");
        assertThat(task.cancelling()).isEqualTo(2);
    }

    @Test
    @CPythonTest({"test_tasks.BaseTaskTests.test_cancel_traceback_for_future_result",
            "test_tasks.BaseTaskTests.test_cancel_traceback_for_future_exception"})
    void inDebugModeTheTraceShowsTheInterruptedLine() {
        loop.setDebug(true);
        assertThatThrownBy(() -> complete(() -> {
            Task<Void> task = task(this::interrupted);
            Bodies.pause(0);
            task.cancel();
            return task.await();
        })).isInstanceOfSatisfying(CancelledError.class, error -> assertThat(error.getStackTrace())
                .extracting(StackTraceElement::getMethodName).contains("interrupted"));
    }

    @Test
    void aCancellationThatLeavesTheLoopTellsWhoRanTheLoop() {
        assertThatThrownBy(() -> complete(() -> {
            Task.currentTask().cancel("enough");
            return interrupted();
        })).isInstanceOf(CancelledError.class).hasMessage("enough").satisfies(this::tellsWhoRanTheLoop);
    }

    @Test
    void inDebugModeItTellsBothOnce() {
        loop.setDebug(true);
        CancelledError[] left = new CancelledError[1];
        assertThatThrownBy(() -> complete(() -> {
            Task.currentTask().cancel();
            return interrupted();
        })).isInstanceOfSatisfying(CancelledError.class, error -> left[0] = error);
        assertThat(left[0].getStackTrace()).extracting(StackTraceElement::getMethodName)
                .containsSubsequence("interrupted", "runUntilComplete", "complete");
        StackTraceElement[] once = left[0].getStackTrace();
        assertThatThrownBy(() -> complete(() -> {
            throw left[0];
        })).isSameAs(left[0]);
        assertThat(left[0].getStackTrace()).isEqualTo(once);
    }

    @Test
    void soDoesTheEndOfAnIteration() {
        assertThatThrownBy(() -> complete(() -> {
            throw new StopAsyncIteration();
        })).isInstanceOf(StopAsyncIteration.class).satisfies(this::tellsWhoRanTheLoop);
    }

    private void tellsWhoRanTheLoop(Throwable failure) {
        assertThat(failure.getStackTrace()).extracting(StackTraceElement::getMethodName)
                .startsWith("runUntilComplete").contains("complete");
    }

    private Void interrupted() throws Exception {
        Bodies.pause(10);
        return null;
    }

    // ---- counting

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_cancelling")
    void everyRequestToCancelIsCounted() {
        Task<?> task = task(Sleep.sleep(10));
        assertThat(task.cancelling()).isZero();
        assertThat(task.toString()).doesNotContain("cancelling");
        assertThat(task.cancel()).isTrue();
        assertThat(task.cancel()).isTrue();
        assertThat(task.cancelling()).isEqualTo(2);
        assertThat(task.toString()).contains("<Task cancelling");
        assertEndsCancelled(task);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_uncancel_basic")
    void uncancelTakesARequestBackButNotItsError() throws Exception {
        Task<Void> task = task(() -> {
            try {
                Bodies.pause(10);
            } catch (CancelledError caught) {
                Task.currentTask().uncancel();
                Bodies.pause(10);
            }
            return null;
        });
        iterate();
        assertThat(task.cancel()).isTrue();
        assertThat(task.cancelling()).isOne();
        iterate();
        assertThat(task.cancelling()).isZero();
        assertThat(task.isDone()).isFalse();
        assertThat(task.toString()).doesNotContain("cancelling");
        task.cancel();
        assertEndsCancelled(task);
        assertThat(task.uncancel()).isZero();
        assertThat(task.isCancelled()).isTrue();
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_uncancel_resets_must_cancel")
    void aRequestTakenBackBeforeTheTaskRunsIsNotDelivered() throws Exception {
        Future<Void> future = new Future<>(loop);
        Task<Integer> task = task(() -> {
            future.await();
            return 42;
        });
        iterate();
        future.setResult(null);
        task.cancel();
        assertThat(task.cancelling()).isOne();
        assertThat(task.uncancel()).isZero();
        assertThat(complete(task)).isEqualTo(42);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_uncancel_structured_blocks")
    void aBlockThatCancelsItsOwnTaskCanTellItsRequestFromOthers() throws Exception {
        Task<String> late = task(() -> withDeadline(10, 0.1));
        assertThat(complete(late)).isEqualTo("timed out, then went on");
        assertThat(late.cancelling()).isZero();
        Task<String> early = task(() -> withDeadline(0, 10));
        assertThat(complete(early)).isEqualTo("finished, then went on");
        assertThat(early.cancelling()).isZero();
    }

    private String withDeadline(double work, double deadline) throws Exception {
        Task<?> task = Task.currentTask();
        boolean[] timedOut = new boolean[1];
        String outcome = "finished";
        TimerHandle timer = loop.callLater(deadline, () -> {
            timedOut[0] = true;
            task.cancel();
        });
        try {
            Bodies.pause(work);
        } catch (CancelledError cancelled) {
            if (!timedOut[0] || task.uncancel() > 0) {
                throw cancelled;
            }
            outcome = "timed out";
        } finally {
            timer.cancel();
        }
        Bodies.pause(0);
        return outcome + ", then went on";
    }

    // ---- sleeping

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_sleep")
    void sleepTakesItsTimeAndGivesItsResult() throws Exception {
        assertThat(complete(() -> {
            Bodies.pause(0.05);
            return Sleep.sleep(0.05, "yeah").await();
        })).isEqualTo("yeah");
        assertThat(loop.time()).isEqualTo(0.1);
    }

    @Test
    @CPythonTest("test_tasks.SleepTests.test_sleep_zero")
    void sleepOfNothingGivesUpOneIteration() throws Exception {
        int[] count = new int[1];
        assertThat(complete(() -> {
            loop.callSoon(() -> count[0]++);
            int result = Sleep.sleep(0, 10).await();
            return count[0] + result;
        })).isEqualTo(11);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_sleep_when_delay_is_nan")
    void sleepRefusesNotANumber() {
        assertThatThrownBy(() -> complete(Sleep.sleep(Double.NaN))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_sleep_cancel")
    void aCancelledSleepLeavesNoTimerBehind() throws Exception {
        Task<?> task = task(Sleep.sleep(10));
        iterate();
        task.cancel();
        iterate();
        assertThat(task.isCancelled()).isTrue();
        complete(Sleep.sleep(1));
        assertThat(loop.time()).as("nothing waits for the tenth second").isEqualTo(1);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_task_cancel_sleeping_task")
    void cancellingASleepWakesWhoeverAwaitsIt() throws Exception {
        assertThat(complete(() -> {
            Task<?> sleeper = task(Sleep.sleep(5000));
            loop.callLater(0.1, sleeper::cancel);
            try {
                sleeper.await();
            } catch (CancelledError cancelled) {
                return "cancelled";
            }
            return "slept in";
        })).isEqualTo("cancelled");
        assertThat(loop.time()).isEqualTo(0.1);
    }

    // ---- other ends

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_baseexception_during_cancel")
    void anExitRaisedWhileCancellingLeavesTheLoopAndIsTheTasksFailure() {
        SystemExit exit = new SystemExit(3);
        Task<Void> task = task(Bodies.crashInFinally(10, exit));
        iterate();
        task.cancel();
        assertThat(task.isDone()).isFalse();
        assertThatThrownBy(this::iterate).isSameAs(exit);
        assertThat(task.isDone()).isTrue();
        assertThat(task.isCancelled()).isFalse();
        assertThat(task.exception()).isSameAs(exit);
    }

    @Test
    @CPythonTest("test_tasks.BaseTaskTests.test_stop_while_run_in_complete")
    void stoppingTheLoopBeforeTheEndIsAnErrorAndTheTaskCanGoOn() throws Exception {
        int[] rounds = new int[1];
        Task<Void> task = task(() -> {
            while (rounds[0] < 10) {
                Bodies.pause(0.1);
                if (++rounds[0] == 2) {
                    loop.stop();
                }
            }
            return null;
        });
        assertThatThrownBy(() -> complete(task)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Event loop stopped before Future completed");
        assertThat(task.isDone()).isFalse();
        assertThat(rounds[0]).isEqualTo(2);
        task.cancel();
        assertEndsCancelled(task);
    }

    @Test
    void aCancelledErrorThatACoroutineRaisesByItselfCancelsItsTask() {
        Task<Void> task = task(Bodies.failing(new CancelledError("by itself")));
        assertThatThrownBy(() -> complete(task)).isInstanceOf(CancelledError.class).hasMessage("by itself");
        assertThat(task.isCancelled()).isTrue();
        assertThat(task.cancelling()).isZero();
    }

    @Test
    void aTimeLimitLeavesNoRequestBehind() throws Exception {
        assertThatThrownBy(() -> VirtualTime.run(WaitFor.waitFor(Sleep.sleep(10), 1)))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void tasksThatWaitForEachOtherCanBeCancelled() throws Exception {
        collectReports();
        Task<?>[] circle = new Task<?>[3];
        for (int i = 0; i < circle.length; i++) {
            int after = (i + 1) % circle.length;
            circle[i] = task(() -> circle[after].await());
        }
        iterate();
        assertThat(circle[0].cancel("enough")).isTrue();
        assertThat(circle).allMatch(task -> task.cancelling() == 1);
        iterate(circle.length + 1);
        assertThat(circle).allMatch(Future::isCancelled);
        Task<?>[] self = new Task<?>[1];
        self[0] = task(() -> Shield.shield(Gather.gather(self[0])).await());
        iterate();
        assertThat(self[0].cancel()).isTrue();
        iterate(2);
        assertThat(self[0].isCancelled()).isTrue();
    }
}
