package io.asyncio4j.sync;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockTest {

    @Test
    @CPythonTest("test_locks.LockTests.test_repr")
    void textTellsWhetherItIsLockedAndHowManyWait() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            assertThat(lock).hasToString("<Lock [unlocked]>");
            lock.acquire().await();
            assertThat(lock).hasToString("<Lock [locked]>");
            Task<Boolean> waiter = spawn(lock.acquire());
            tick();
            assertThat(lock).hasToString("<Lock [locked, waiters:1]>");
            waiter.cancel();
        });
    }

    @Test
    @CPythonTest("test_locks.LockTests.test_acquire")
    void waitersGetItInOrderOneRelease() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            List<Integer> got = new ArrayList<>();
            assertThat(lock.acquire().await()).isTrue();
            Task<Boolean> first = spawn(() -> lock.acquire().await() && got.add(1));
            Task<Boolean> second = spawn(() -> lock.acquire().await() && got.add(2));

            tick();
            assertThat(got).isEmpty();
            lock.release();
            tick();
            assertThat(got).containsExactly(1);
            tick();
            assertThat(got).containsExactly(1);

            Task<Boolean> third = spawn(() -> lock.acquire().await() && got.add(3));
            lock.release();
            tick();
            assertThat(got).containsExactly(1, 2);
            lock.release();
            tick();
            assertThat(got).containsExactly(1, 2, 3);
            assertThat(List.of(first.result(), second.result(), third.result())).containsOnly(true);
        });
    }

    @Test
    void releaseHandsItOnOneWaiterAnIteration() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            List<Integer> got = new ArrayList<>();
            lock.acquire().await();
            for (int i = 1; i <= 3; i++) {
                int name = i;
                go(() -> asyncWith(lock, () -> got.add(name)));
            }
            tick();
            lock.release();
            for (int i = 1; i <= 3; i++) {
                tick();
                assertThat(got).hasSize(i);
            }
            assertThat(got).containsExactly(1, 2, 3);
        });
    }

    @Test
    void newcomerCannotOvertakeAWokenWaiter() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            List<String> got = new ArrayList<>();
            lock.acquire().await();
            go(() -> asyncWith(lock, () -> got.add("waiter")));
            tick();
            lock.release();
            assertThat(lock.locked()).isFalse();
            asyncWith(lock, () -> got.add("newcomer"));
            assertThat(got).containsExactly("waiter", "newcomer");
        });
    }

    @Test
    @CPythonTest("test_locks.LockTests.test_acquire_cancel")
    void cancelledWaiterLeavesTheLine() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            lock.acquire().await();
            Task<Boolean> waiter = spawn(lock.acquire());
            EventLoop.running().callSoon(waiter::cancel);
            assertThatThrownBy(waiter::await).isInstanceOf(CancelledError.class);
            assertThat(lock.waiters().size()).isZero();
        });
    }

    @Test
    @CPythonTest("test_locks.LockTests.test_cancel_race")
    void releaseSkipsAWaiterThatIsBeingCancelled() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            Future<Void> hold = new Future<>();
            Task<Void> a = go(() -> asyncWith(lock, () -> hold.await()));
            tick();
            Task<Void> b = go(() -> asyncWith(lock, () -> {
            }));
            tick();
            Task<Void> c = go(() -> asyncWith(lock, () -> {
            }));
            tick();
            assertThat(lock.waiters().size()).isEqualTo(2);

            hold.setResult(null);
            b.cancel();
            tick();
            assertThat(lock.locked()).isFalse();
            assertThat(a.isDone()).isTrue();
            assertThat(b.isCancelled()).isTrue();
            c.await();
        });
    }

    @Test
    @CPythonTest("test_locks.LockTests.test_cancel_release_race")
    void cancelAndReleaseTogetherGiveTheLockToOneOnly() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            List<String> asked = new ArrayList<>();
            List<String> got = new ArrayList<>();
            lock.acquire().await();
            List<Task<Void>> tasks = new ArrayList<>();
            for (String name : List.of("first", "second", "third")) {
                tasks.add(go(() -> {
                    asked.add(name);
                    lock.acquire().await();
                    got.add(name);
                }));
            }
            tick();
            EventLoop.running().callSoon(() -> {
                tasks.get(0).cancel();
                lock.release();
            });
            assertThatThrownBy(() -> tasks.get(0).await()).isInstanceOf(CancelledError.class);
            assertThat(got).containsExactly("second");
            assertThat(asked).hasSize(3);
            assertThat(tasks.get(1).isDone()).isTrue();
            tasks.get(2).cancel();
            tick();
            assertThat(tasks.get(2).isCancelled()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_locks.LockTests.test_finished_waiter_cancelled")
    void cancelledWaiterPassesTheWakeUpOn() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            lock.acquire().await();
            Task<Boolean> b = spawn(lock.acquire());
            tick();
            assertThat(lock.waiters().size()).isEqualTo(1);
            Task<Boolean> c = spawn(lock.acquire());
            b.cancel();
            lock.release();
            tick();
            assertThat(lock.locked()).isTrue();
            assertThat(b.isCancelled()).isTrue();
            assertThat(c.await()).isTrue();
        });
    }

    @Test
    void wokenThenCancelledWaiterPassesTheWakeUpOn() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            lock.acquire().await();
            Task<Boolean> woken = spawn(lock.acquire());
            Task<Boolean> next = spawn(lock.acquire());
            tick();
            lock.release();
            woken.cancel();
            assertThat(next.await()).isTrue();
            assertThat(woken.isCancelled()).isTrue();
            assertThat(lock.locked()).isTrue();
        });
    }

    @Test
    void lineOfCancelledWaitersDoesNotKeepAFreeLockFromAnyone() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            lock.acquire().await();
            Task<Boolean> waiter = spawn(lock.acquire());
            tick();
            lock.release();
            lock.waiters();
            waiter.cancel();
            tick(2);
            lock.acquire().await();
            Task<Boolean> cancelled = spawn(lock.acquire());
            tick();
            cancelled.cancel();
            lock.release();
            Coroutine<Boolean> now = lock.acquire();
            assertThat(now.await()).isTrue();
            assertThat(lock.waiters().size()).isEqualTo(1);
        });
    }

    @Test
    @CPythonTest("test_locks.LockTests.test_release_not_acquired")
    void releaseOfAFreeLockIsRefused() {
        assertThatIllegalStateException().isThrownBy(new Lock()::release)
                .withMessageContaining("not acquired");
    }

    @Test
    @CPythonTest("test_locks.LockTests.test_release_no_waiters")
    void releaseWithoutWaitersFreesIt() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            lock.acquire().await();
            assertThat(lock.locked()).isTrue();
            lock.release();
            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    @CPythonTest({"test_locks.LockTests.test_context_manager",
            "test_locks.LockTests.test_lock_by_with_statement",
            "test_pep492.LockTests.test_context_manager_async_with"})
    void blockHoldsIt() throws Exception {
        program(() -> {
            Lock lock = new Lock();
            asyncWith(lock, () -> assertThat(lock.locked()).isTrue());
            assertThat(lock.locked()).isFalse();
            assertThatThrownBy(() -> asyncWith(lock, () -> {
                throw new IllegalArgumentException("body");
            })).hasMessage("body");
            assertThat(lock.locked()).isFalse();
        });
    }

    @Test
    void uncontendedUseNeedsNoLoop() {
        Lock lock = new Lock();
        assertThatThrownBy(() -> lock.acquire().send(null))
                .isInstanceOf(io.asyncio4j.coroutine.StopIteration.class);
        assertThat(lock.locked()).isTrue();
        lock.release();
    }

    @Test
    @CPythonTest("test_locks.ConditionTests.test_ambiguous_loops")
    void contendedUseBindsItToItsLoop() throws Exception {
        Lock lock = new Lock();
        Condition condition = new Condition();
        Event event = new Event();
        program(() -> {
            lock.acquire().await();
            Task<Boolean> waiter = spawn(lock.acquire());
            Task<Boolean> notified = spawn(() -> {
                condition.acquire().await();
                return condition.waitFor().await();
            });
            Task<Boolean> set = spawn(event.waitFor());
            tick();
            waiter.cancel();
            notified.cancel();
            set.cancel();
            tick(2);
            condition.release();
        });
        program(() -> {
            assertThatIllegalStateException().isThrownBy(() -> lock.acquire().await())
                    .withMessageContaining("is bound to a different event loop");
            assertThatIllegalStateException().isThrownBy(() -> event.waitFor().await())
                    .withMessageContaining("is bound to a different event loop");
            asyncWith(condition,
                    () -> assertThatIllegalStateException().isThrownBy(() -> condition.waitFor().await())
                            .withMessageContaining("is bound to a different event loop"));
        });
    }
}
