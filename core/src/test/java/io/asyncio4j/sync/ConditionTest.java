package io.asyncio4j.sync;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.Timeout;
import io.asyncio4j.task.WaitFor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private final Condition condition = new Condition();
    private final List<Integer> got = new ArrayList<>();
    private int items;

    /// Waits once and then keeps the lock.
    private Task<Boolean> keeper(int name) {
        return spawn(() -> {
            condition.acquire().await();
            return condition.waitFor().await() && got.add(name);
        });
    }

    /// Waits once and gives the lock back.
    private Task<Void> waiter(int name) {
        return go(() -> asyncWith(condition, () -> {
            condition.waitFor().await();
            got.add(name);
        }));
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_wait")
    void notifiedTasksGoOnWhenTheLockIsFree() throws Exception {
        program(() -> {
            List<Task<Boolean>> tasks = List.of(keeper(1), keeper(2), keeper(3));
            tick();
            assertThat(got).isEmpty();
            assertThat(condition.locked()).isFalse();

            assertThat(condition.acquire().await()).isTrue();
            condition.notifyOne();
            tick();
            assertThat(got).isEmpty();
            assertThat(condition.locked()).isTrue();

            condition.release();
            tick();
            assertThat(got).containsExactly(1);
            assertThat(condition.locked()).isTrue();

            condition.notify(2);
            tick();
            assertThat(got).containsExactly(1);
            condition.release();
            tick();
            assertThat(got).containsExactly(1, 2);
            condition.release();
            tick();
            assertThat(got).containsExactly(1, 2, 3);
            for (Task<Boolean> task : tasks) {
                assertThat(task.result()).isTrue();
            }
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_wait_cancel")
    void cancelledWaitHoldsTheLockAgain() throws Exception {
        program(() -> {
            condition.acquire().await();
            Task<Boolean> wait = spawn(condition.waitFor());
            EventLoop.running().callSoon(wait::cancel);
            assertThatThrownBy(wait::await).isInstanceOf(CancelledError.class);
            assertThat(condition.waiters().size()).isZero();
            assertThat(condition.locked()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_wait_cancel_contested")
    void cancelledWaitHoldsTheLockAgainThoughOthersWantIt() throws Exception {
        program(() -> {
            condition.acquire().await();
            Task<Boolean> wait = spawn(condition.waitFor());
            tick();
            assertThat(condition.locked()).isFalse();
            condition.acquire().await();
            condition.notifyOne();
            EventLoop.running().callSoon(wait::cancel);
            EventLoop.running().callSoon(condition::release);
            try {
                wait.await();
            } catch (CancelledError mayHappen) {
                assertThat(wait.isCancelled()).isTrue();
            }
            assertThat(condition.locked()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_wait_cancel_after_notify")
    void cancellationWhileTakingTheLockAgainIsKept() throws Exception {
        program(() -> {
            Task<Void> waiter = waiter(1);
            tick();
            condition.acquire().await();
            condition.notifyOne();
            tick();
            waiter.cancel();
            tick();
            condition.release();
            tick();
            assertThat(waiter.isCancelled()).isTrue();
            assertThat(got).isEmpty();
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_wait_unacquired")
    void waitNeedsTheLock() throws Exception {
        program(() -> assertThatIllegalStateException().isThrownBy(() -> condition.waitFor().await())
                .withMessageContaining("not acquired"));
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_wait_for")
    void waitForLooksAtThePredicateAfterEachNotification() throws Exception {
        program(() -> {
            boolean[] ready = {false};
            Task<Boolean> task = spawn(() -> {
                condition.acquire().await();
                condition.waitFor(() -> ready[0]).await();
                got.add(1);
                condition.release();
                return true;
            });
            tick();
            assertThat(got).isEmpty();

            asyncWith(condition, condition::notifyOne);
            tick();
            assertThat(got).isEmpty();

            ready[0] = true;
            asyncWith(condition, condition::notifyOne);
            tick();
            assertThat(got).containsExactly(1);
            assertThat(task.result()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_wait_for_unacquired")
    void waitForNeedsTheLockOnlyIfItMustWait() throws Exception {
        program(() -> {
            assertThat(condition.waitFor(() -> true).await()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> condition.waitFor(() -> false).await());
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_notify")
    void notifyWakesAsManyAsAsked() throws Exception {
        program(() -> {
            List<Task<Void>> tasks = List.of(waiter(1), waiter(2), waiter(3));
            tick();
            asyncWith(condition, () -> condition.notify(1));
            tick();
            assertThat(got).containsExactly(1);
            asyncWith(condition, () -> {
                condition.notify(1);
                condition.notify(2048);
            });
            tick();
            assertThat(got).containsExactly(1, 2, 3);
            assertThat(tasks).allMatch(Task::isDone);
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_notify_all")
    void notifyAllWakesEverybodyInOneIteration() throws Exception {
        program(() -> {
            List<Task<Void>> tasks = List.of(waiter(1), waiter(2), waiter(3));
            tick();
            asyncWith(condition, condition::notifyAllWaiters);
            tick();
            assertThat(got).containsExactly(1, 2, 3);
            assertThat(tasks).allMatch(Task::isDone);
        });
    }

    @Test
    @CPythonTest({"test_locks.ConditionTests.test_notify_unacquired",
            "test_locks.ConditionTests.test_notify_all_unacquired"})
    void notifyNeedsTheLock() {
        assertThatIllegalStateException().isThrownBy(condition::notifyOne)
                .withMessageContaining("not acquired");
        assertThatIllegalStateException().isThrownBy(condition::notifyAllWaiters)
                .withMessageContaining("not acquired");
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_repr")
    void textTellsWhetherItIsLockedAndHowManyWait() throws Exception {
        program(() -> {
            assertThat(condition).hasToString("<Condition [unlocked]>");
            waiter(1);
            tick();
            assertThat(condition).hasToString("<Condition [unlocked, waiters:1]>");
            waiter(2);
            tick();
            condition.acquire().await();
            assertThat(condition).hasToString("<Condition [locked, waiters:2]>");
            condition.release();
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_context_manager")
    void blockHoldsTheLock() throws Exception {
        program(() -> {
            asyncWith(condition, () -> assertThat(condition.locked()).isTrue());
            assertThat(condition.locked()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_explicit_lock")
    void givenLockAndConditionAreOneLock() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            Condition over = new Condition(lock);
            asyncWith(over, () -> assertThat(lock.locked()).isTrue());
            assertThat(lock.locked()).isFalse();
            asyncWith(lock, () -> assertThat(over.locked()).isTrue());
            assertThat(over.locked()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_timeout_in_block")
    void timeoutOfAWaitLeavesTheBlockInOrder() throws Exception {
        program(() -> {
            asyncWith(condition,
                    () -> assertThatThrownBy(() -> WaitFor.waitFor(condition.waitFor(), 0.5).await())
                            .isInstanceOf(TimeoutException.class));
            assertThat(condition.locked()).isFalse();
        });
    }

    private Task<Void> watcher(boolean[] wake, CancelledError[] seen) {
        return go(() -> asyncWith(condition, () -> {
            try {
                condition.waitFor(() -> wake[0]).await();
            } catch (CancelledError cancelled) {
                seen[0] = cancelled;
                throw cancelled;
            }
        }));
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_cancelled_error_wakeup")
    void cancellationOfAWaitIsTheSameObjectOutside() throws Exception {
        program(() -> {
            CancelledError[] seen = new CancelledError[1];
            Task<Void> task = watcher(new boolean[1], seen);
            tick();
            task.cancel("foo");
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("foo")
                    .satisfies(error -> assertThat(error).isSameAs(seen[0]));
        });
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_cancelled_error_re_aquire")
    void cancellationWhileTakingTheLockAgainIsTheSameObjectOutside() throws Exception {
        program(() -> {
            CancelledError[] seen = new CancelledError[1];
            boolean[] wake = new boolean[1];
            Task<Void> task = watcher(wake, seen);
            tick();
            condition.acquire().await();
            wake[0] = true;
            condition.notifyOne();
            tick();
            task.cancel("foo");
            condition.release();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("foo")
                    .satisfies(error -> assertThat(error).isSameAs(seen[0]));
        });
    }

    @Test
    void lastOfSeveralCancellationsIsTheOneDelivered() throws Exception {
        program(() -> {
            CancelledError[] seen = new CancelledError[1];
            Task<Void> task = watcher(new boolean[1], seen);
            tick();
            condition.acquire().await();
            task.cancel("first");
            tick();
            task.cancel("second");
            tick();
            task.cancel("third");
            tick();
            assertThat(task.isDone()).isFalse();
            condition.release();
            assertThatThrownBy(task::await).isInstanceOf(CancelledError.class).hasMessage("third");
            assertThat(condition.locked()).isFalse();
        });
    }

    private Task<Void> consumer() {
        return go(() -> asyncWith(condition, () -> {
            while (true) {
                condition.waitFor(() -> items != 0).await();
                if (items < 0) {
                    return;
                }
                items--;
            }
        }));
    }

    private void produceOneAndCancelTheTaskItWakes(boolean letItWakeUpFirst) throws Exception {
        Task<Void> cancelled = consumer();
        Task<Void> other = consumer();
        tick();
        asyncWith(condition, () -> {
            items++;
            condition.notify(1);
            if (letItWakeUpFirst) {
                tick();
            }
            cancelled.cancel();
            assertThatThrownBy(
                    () -> asyncWith(Timeout.timeout(0.01), () -> condition.waitFor(() -> false).await()))
                    .isInstanceOf(TimeoutException.class);
            assertThat(items).as("the other consumer has taken it").isZero();
            items = -1;
            condition.notifyAllWaiters();
        });
        other.await();
        assertThat(cancelled.isCancelled()).isTrue();
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_cancelled_wakeup")
    void notificationThatMeetsACancelledWaiterIsPassedOn() throws Exception {
        program(() -> produceOneAndCancelTheTaskItWakes(false));
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_cancelled_wakeup_relock")
    void notificationOfAWaiterCancelledWhileTakingTheLockAgainIsPassedOn() throws Exception {
        program(() -> produceOneAndCancelTheTaskItWakes(true));
    }
}
