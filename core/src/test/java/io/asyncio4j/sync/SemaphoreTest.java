package io.asyncio4j.sync;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.WaitFor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SemaphoreTest {
    private final List<Object> got = new ArrayList<>();

    private Task<Boolean> taker(Semaphore semaphore, int name) {
        return spawn(() -> semaphore.acquire().await() && got.add(name));
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_initial_value_zero")
    void withoutPermitsItIsLocked() {
        assertThat(new Semaphore(0).locked()).isTrue();
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_repr")
    void textTellsPermitsAndHowManyWait() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore();
            assertThat(semaphore).hasToString("<Semaphore [unlocked, value:1]>");
            semaphore.acquire().await();
            assertThat(semaphore).hasToString("<Semaphore [locked]>");
            taker(semaphore, 1);
            tick();
            assertThat(semaphore).hasToString("<Semaphore [locked, waiters:1]>");
            taker(semaphore, 2);
            tick();
            assertThat(semaphore).hasToString("<Semaphore [locked, waiters:2]>");
            assertThat(new BoundedSemaphore(2)).hasToString("<BoundedSemaphore [unlocked, value:2]>");
        });
    }

    @Test
    @CPythonTest({"test_locks.SemaphoreTests.test_semaphore",
            "test_locks.LockTests.test_lock_by_with_statement"})
    void itBeginsWithOnePermitThatABlockTakesAndGivesBack() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore();
            assertThat(semaphore.locked()).isFalse();
            assertThat(semaphore.permits()).isEqualTo(1);
            asyncWith(semaphore, () -> assertThat(semaphore.locked()).isTrue());
            assertThat(semaphore.permits()).isEqualTo(1);
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_semaphore_value")
    void negativeNumberIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Semaphore(-1)).withMessageContaining("-1");
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire")
    void releasesServeWaitersInOrder() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(3);
            assertThat(semaphore.acquire().await()).isTrue();
            assertThat(semaphore.acquire().await()).isTrue();
            assertThat(semaphore.locked()).isFalse();
            IntFunction<Task<Boolean>> take = name -> taker(semaphore, name);
            Task<Boolean> first = take.apply(1);
            take.apply(2);
            take.apply(3);
            tick();
            assertThat(got).containsExactly(1);
            assertThat(semaphore.locked()).isTrue();
            assertThat(semaphore.waiters().size()).isEqualTo(2);
            assertThat(semaphore.permits()).isZero();
            Task<Boolean> fourth = take.apply(4);

            semaphore.release();
            semaphore.release();
            assertThat(semaphore.permits()).as("taken back at once for the woken").isZero();
            tick();
            assertThat(got).containsExactly(1, 2, 3);
            assertThat(semaphore.locked()).isTrue();
            assertThat(semaphore.waiters().size()).isEqualTo(1);
            assertThat(first.result()).isTrue();
            semaphore.release();
            assertThat(fourth.await()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire_cancel")
    void cancelledWaiterLeavesTheLine() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore();
            semaphore.acquire().await();
            Task<Boolean> waiter = spawn(semaphore.acquire());
            EventLoop.running().callSoon(waiter::cancel);
            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);
            assertThat(semaphore.waiters().size()).isZero();
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire_cancel_before_awoken")
    void releaseGoesToTheFirstWaiterThatIsNotCancelled() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(0);
            List<Task<Boolean>> tasks = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                tasks.add(taker(semaphore, i));
            }
            tick();
            tasks.get(0).cancel();
            tasks.get(1).cancel();
            semaphore.release();
            tick(2);
            assertThat(tasks.get(2).isDone()).isTrue();
            assertThat(tasks.get(3).isDone()).isFalse();
            tasks.get(3).cancel();
            tick();
            assertThat(got).containsExactly(3);
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire_hang")
    void permitDoesNotGetStuckBehindACancelledWaiter() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(0);
            Task<Boolean> cancelled = taker(semaphore, 1);
            Task<Boolean> next = taker(semaphore, 2);
            tick();
            cancelled.cancel();
            semaphore.release();
            tick(2);
            assertThat(semaphore.locked()).isTrue();
            assertThat(next.isDone()).isTrue();
        });
    }

    @Test
    void wokenThenCancelledWaiterGivesThePermitBack() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(0);
            Task<Boolean> woken = taker(semaphore, 1);
            tick();
            semaphore.release();
            woken.cancel();
            tick();
            assertThat(woken.isCancelled()).isTrue();
            assertThat(semaphore.permits()).isEqualTo(1);
            assertThat(semaphore.locked()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire_no_hang")
    void permitIsFreeAgainAfterItsWaiterWasCancelled() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(1);
            List<Task<Void>> tasks = new ArrayList<>();
            tasks.add(go(() -> {
                asyncWith(semaphore, () -> tick());
                tasks.get(1).cancel();
            }));
            tasks.add(go(() -> asyncWith(semaphore, () -> got.add("must not run"))));
            List<Object> results = Gather.gather(tasks, true).await();
            assertThat(results.get(0)).isNull();
            assertThat(results.get(1)).isInstanceOf(CancelledError.class);
            assertThat(got).isEmpty();
            assertThat(WaitFor.waitFor(semaphore.acquire(), 1).await()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_release_not_acquired")
    void boundedRefusesAReleaseTooMany() throws Exception {
        BoundedSemaphore semaphore = new BoundedSemaphore();
        assertThatIllegalArgumentException().isThrownBy(semaphore::release)
                .withMessageContaining("too often");
        program(() -> asyncWith(semaphore, () -> assertThat(semaphore.locked()).isTrue()));
        assertThat(semaphore.permits()).isEqualTo(1);
    }

    @Test
    void plainOneTakesAReleaseTooManyForOneMorePermit() {
        Semaphore semaphore = new Semaphore();
        semaphore.release();
        assertThat(semaphore.permits()).isEqualTo(2);
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_release_no_waiters")
    void releaseWithoutWaitersFreesIt() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore();
            semaphore.acquire().await();
            assertThat(semaphore.locked()).isTrue();
            semaphore.release();
            assertThat(semaphore.locked()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire_fifo_order")
    void tasksTakeTurns() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(1);
            List<Task<Void>> tasks = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                tasks.add(go(() -> {
                    for (int round = 1; round <= 2; round++) {
                        semaphore.acquire().await();
                        got.add(name + round);
                        Sleep.sleep(0.01).await();
                        semaphore.release();
                    }
                }));
            }
            Gather.gather(tasks).await();
            assertThat(got).containsExactly("a1", "b1", "c1", "a2", "b2", "c2");
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire_fifo_order_2")
    void taskThatReleasesAndAsksAgainGoesToTheEnd() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(1);
            Task<Boolean> first = taker(semaphore, 1);
            Task<Boolean> second = spawn(() -> {
                semaphore.acquire().await();
                got.add(2);
                semaphore.release();
                semaphore.acquire().await();
                return got.add(4);
            });
            Task<Boolean> third = taker(semaphore, 3);
            tick();
            semaphore.release();
            semaphore.release();
            Gather.gather(List.of(first, second, third)).await();
            assertThat(got).containsExactly(1, 2, 3, 4);
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire_fifo_order_3")
    void cancelledWaiterDoesNotDisturbTheOrder() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(0);
            Task<Boolean> first = taker(semaphore, 1);
            Task<Boolean> second = taker(semaphore, 2);
            Task<Boolean> third = taker(semaphore, 3);
            tick();
            first.cancel();
            tick();
            semaphore.release();
            semaphore.release();
            Gather.gather(List.of(first, second, third), true).await();
            assertThat(got).containsExactly(2, 3);
        });
    }

    @Test
    @CPythonTest("test_locks.SemaphoreTests.test_acquire_fifo_order_4")
    void firstWokenWaiterHandsOnAllPermitsThatAreLeft() throws Exception {
        program(() -> {
            Semaphore semaphore = new Semaphore(0);
            List<Task<Boolean>> late = new ArrayList<>();
            Task<Boolean> first = spawn(() -> {
                semaphore.acquire().await();
                assertThat(semaphore.permits()).isZero();
                late.add(spawn(() -> got.add(4)));
                return got.add(1);
            });
            Task<Boolean> second = spawn(() -> {
                semaphore.release();
                semaphore.release();
                semaphore.release();
                assertThat(semaphore.permits()).isEqualTo(2);
                assertThat(semaphore.locked()).as("the first has not run yet").isTrue();
                semaphore.acquire().await();
                return got.add(2);
            });
            Task<Boolean> third = spawn(() -> {
                semaphore.acquire().await();
                assertThat(semaphore.locked()).isTrue();
                return got.add(3);
            });
            tick();
            assertThat(semaphore.permits()).isEqualTo(2);
            assertThat(semaphore.waiters().size()).isEqualTo(3);
            tick();
            Gather.gather(List.of(first, second, third, late.get(0))).await();
            assertThat(got).containsExactly(1, 2, 3, 4);
        });
    }
}
