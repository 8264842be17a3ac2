package io.asyncio4j.sync;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static io.asyncio4j.coroutine.AsyncWith.asyncWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarrierTest {
    private static final int N = 5;

    private static List<Task<Void>> tasks(int count, AsyncAction body) {
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(go(body));
        }
        return tasks;
    }

    private static void together(int count, AsyncAction body) throws Exception {
        Gather.gather(tasks(count, body)).await();
    }

    private static void assertIdle(Barrier barrier) {
        assertThat(barrier.nWaiting()).isZero();
        assertThat(barrier.broken()).isFalse();
        assertThat(barrier.inside()).isZero();
    }

    @Test
    @CPythonTest({"test_locks.BarrierTests.test_barrier", "test_locks.BarrierTests.test_repr"})
    void textTellsItsStateAndHowManyWait() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            assertThat(barrier).hasToString("<Barrier [filling, waiters:0/5]>");
            List<Task<Void>> waiters = tasks(2, () -> barrier.waitFor().await());
            tick();
            assertThat(barrier).hasToString("<Barrier [filling, waiters:2/5]>");
            waiters.addAll(tasks(barrier.parties() - barrier.nWaiting(), () -> barrier.waitFor().await()));
            tick();
            assertThat(barrier).hasToString("<Barrier [draining, waiters:0/5]>");
            waiters.addAll(tasks(2, () -> barrier.waitFor().await()));
            tick();
            barrier.reset().await();
            assertThat(barrier).hasToString("<Barrier [resetting, waiters:0/5]>");
            waiters.addAll(tasks(2, () -> barrier.waitFor().await()));
            tick();
            barrier.abort().await();
            assertThat(barrier).hasToString("<Barrier [broken]>");
            assertThat(barrier.broken()).isTrue();
            List<Object> results = Gather.gather(waiters, true).await();
            assertThat(results).hasSize(9);
            assertThat(results.subList(5, 9)).allMatch(BrokenBarrierException.class::isInstance);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_barrier_parties")
    void needsAtLeastOneParty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Barrier(0)).withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Barrier(-4)).withMessageContaining("-4");
        assertThat(new Barrier(N).parties()).isEqualTo(N);
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_context_manager")
    void blockGetsANumberOfItsOwn() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(3);
            List<Integer> numbers = new ArrayList<>();
            together(3, () -> asyncWith(barrier, index -> numbers.add(index)));
            assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_filling_one_task")
    void onePartyPassesAtOnce() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(1);
            Task<Boolean> other = spawn(() -> true);
            asyncWith(barrier, index -> assertThat(index).isZero());
            assertThat(other.isDone()).isFalse();
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_filling_one_task_twice")
    void onePartyPassesAgainAndAgain() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(1);
            Task<Integer> first = spawn(barrier.waitFor());
            tick();
            Task<Integer> second = spawn(barrier.waitFor());
            tick();
            assertThat(first.result()).isEqualTo(second.result());
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_filling_task_by_task")
    void passesWhenTheLastPartyHasCome() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(3);
            List<Task<Integer>> tasks = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                tasks.add(spawn(barrier.waitFor()));
                tick();
                assertThat(barrier.nWaiting()).isEqualTo(i);
                assertThat(barrier.toString()).contains("filling");
            }
            tasks.add(spawn(barrier.waitFor()));
            assertThat(Gather.gather(tasks).await()).containsExactly(0, 1, 2);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_filling_tasks_wait_twice")
    void nestedBlocksMeetTwice() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            List<Integer> rounds = new ArrayList<>();
            together(N, () -> asyncWith(barrier, () -> {
                rounds.add(1);
                asyncWith(barrier, () -> rounds.add(2));
            }));
            assertThat(rounds).containsExactly(1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_filling_tasks_check_return_value")
    void numbersAreUniqueInEachRound() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            List<Integer> second = new ArrayList<>();
            together(N, () -> asyncWith(barrier, () -> asyncWith(barrier, index -> second.add(index))));
            assertThat(second).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_draining_state")
    void itFillsAgainOnlyWhenTheLastHasLeft() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            List<Boolean> draining = new ArrayList<>();
            together(N,
                    () -> asyncWith(barrier, () -> draining.add(barrier.toString().contains("draining"))));
            assertThat(draining).containsExactly(true, true, true, true, false);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_blocking_tasks_while_draining")
    void tasksThatComeWhileOthersLeaveWaitOutside() throws Exception {
        program(() -> {
            int early = 2;
            Barrier barrier = new Barrier(N);
            Barrier others = new Barrier(N - early);
            int[] left = {early};
            List<Integer> last = new ArrayList<>();
            together(N, () -> {
                barrier.waitFor().await();
                if (left[0] > 0) {
                    left[0]--;
                } else {
                    others.waitFor().await();
                }
                last.add(barrier.waitFor().await());
            });
            assertThat(last).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            assertIdle(barrier);
            assertIdle(others);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_filling_tasks_cancel_one")
    void cancelledTaskMakesRoomForAnother() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(3);
            List<Integer> passed = new ArrayList<>();
            AsyncAction body = () -> passed.add(barrier.waitFor().await());
            Task<Void> first = go(body);
            tick();
            assertThat(barrier.nWaiting()).isEqualTo(1);
            Task<Void> second = go(body);
            tick();
            assertThat(barrier.nWaiting()).isEqualTo(2);
            first.cancel();
            tick();
            assertThat(barrier.nWaiting()).isEqualTo(1);
            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
            Task<Void> third = go(body);
            tick();
            assertThat(barrier.nWaiting()).isEqualTo(2);
            Gather.gather(List.of(second, third, go(body))).await();
            assertThat(passed).hasSize(3);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_reset_barrier")
    void resetOfAnEmptyBarrierChangesNothing() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(1);
            spawn(barrier.reset());
            tick();
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_reset_barrier_while_tasks_waiting")
    void resetBreaksTheWaitOfThoseInside() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            List<Object> broken = new ArrayList<>();
            List<Task<Void>> tasks = tasks(N - 1, () -> {
                try {
                    barrier.waitFor().await();
                } catch (BrokenBarrierException reset) {
                    broken.add(reset);
                }
            });
            tick();
            spawn(barrier.reset());
            Gather.gather(tasks).await();
            assertThat(broken).hasSize(N - 1);
            assertThat(barrier.toString()).contains("filling");
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_reset_barrier_when_tasks_half_draining")
    void resetWhileTasksLeaveBreaksTheWaitOfTheRest() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            int rest = N / 2;
            List<Object> broken = new ArrayList<>();
            together(N, () -> {
                try {
                    barrier.waitFor().await();
                } catch (BrokenBarrierException reset) {
                    broken.add(reset);
                    return;
                }
                if (rest == barrier.inside()) {
                    barrier.reset().await();
                }
            });
            assertThat(broken).hasSize(rest);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_reset_barrier_when_tasks_half_draining_half_blocking")
    void resetWhileTasksLeaveKeepsThoseOutsideWaiting() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            int blocking = N / 2;
            List<Object> inside = new ArrayList<>();
            List<Object> outside = new ArrayList<>();
            int[] count = new int[1];
            together(N, () -> {
                try {
                    barrier.waitFor().await();
                } catch (BrokenBarrierException reset) {
                    inside.add(reset);
                    barrier.waitFor().await();
                    return;
                }
                count[0]++;
                if (count[0] > blocking) {
                    barrier.reset().await();
                    barrier.waitFor().await();
                } else {
                    try {
                        barrier.waitFor().await();
                    } catch (BrokenBarrierException reset) {
                        outside.add(reset);
                    }
                }
            });
            assertThat(inside).hasSize(blocking);
            assertThat(outside).isEmpty();
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_reset_barrier_while_tasks_waiting_and_waiting_again")
    void tasksCanWaitAgainAfterAReset() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            List<Object> broken = new ArrayList<>();
            List<Integer> passed = new ArrayList<>();
            List<Task<Void>> tasks = tasks(N - 1, () -> {
                try {
                    barrier.waitFor().await();
                } catch (BrokenBarrierException reset) {
                    broken.add(reset);
                } finally {
                    passed.add(barrier.waitFor().await());
                }
            });
            spawn(barrier.reset());
            tick();
            tasks.add(go(() -> asyncWith(barrier, index -> passed.add(index))));
            Gather.gather(tasks).await();
            assertThat(broken).hasSize(N - 1);
            assertThat(passed).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_reset_barrier_while_tasks_draining")
    void resetByTheLastThatLeavesDisturbsNobody() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            List<Integer> second = new ArrayList<>();
            List<Integer> third = new ArrayList<>();
            int[] count = new int[1];
            together(N, () -> {
                barrier.waitFor().await();
                count[0]++;
                if (count[0] == N) {
                    barrier.reset().await();
                    barrier.waitFor().await();
                } else {
                    second.add(barrier.waitFor().await());
                }
                third.add(barrier.waitFor().await());
            });
            assertThat(second).hasSize(N - 1);
            assertThat(third).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            assertIdle(barrier);
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_abort_barrier")
    void abortedBarrierIsBrokenUntilAReset() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(1);
            barrier.abort().await();
            assertThat(barrier.nWaiting()).isZero();
            assertThat(barrier.broken()).isTrue();
            assertThatThrownBy(() -> barrier.waitFor().await()).isInstanceOf(BrokenBarrierException.class)
                    .hasMessageContaining("was aborted");
            barrier.reset().await();
            assertThat(barrier.waitFor().await()).isZero();
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_abort_barrier_when_tasks_half_draining_half_blocking")
    void abortReachesThoseInsideAndThoseOutside() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            int blocking = N / 2;
            List<Object> inside = new ArrayList<>();
            List<Object> outside = new ArrayList<>();
            int[] count = new int[1];
            together(N, () -> {
                try {
                    barrier.waitFor().await();
                } catch (BrokenBarrierException aborted) {
                    inside.add(aborted);
                    return;
                }
                count[0]++;
                if (count[0] > blocking) {
                    barrier.abort().await();
                } else {
                    try {
                        barrier.waitFor().await();
                    } catch (BrokenBarrierException aborted) {
                        outside.add(aborted);
                    }
                }
            });
            assertThat(barrier.broken()).isTrue();
            assertThat(inside).hasSize(blocking);
            assertThat(outside).hasSize(N - blocking - 1);
            assertThat(barrier.nWaiting()).isZero();
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_abort_barrier_when_exception")
    void taskThatFailsInTheBlockCanAbortForTheOthers() throws Exception {
        program(() -> {
            Barrier barrier = new Barrier(N);
            List<Object> second = new ArrayList<>();
            List<Object> broken = new ArrayList<>();
            together(N, () -> {
                try {
                    asyncWith(barrier, index -> {
                        if (index == N / 2) {
                            throw new UnsupportedOperationException();
                        }
                    });
                    asyncWith(barrier, index -> second.add(index));
                } catch (BrokenBarrierException aborted) {
                    broken.add(aborted);
                } catch (UnsupportedOperationException failed) {
                    barrier.abort().await();
                }
            });
            assertThat(barrier.broken()).isTrue();
            assertThat(second).isEmpty();
            assertThat(broken).hasSize(N - 1);
            assertThat(barrier.nWaiting()).isZero();
        });
    }

    @Test
    @CPythonTest("test_locks.BarrierTests.test_abort_barrier_when_exception_then_resetting")
    void abortedBarrierIsUsableAfterAReset() throws Exception {
        program(() -> {
            Barrier first = new Barrier(N);
            Barrier second = new Barrier(N);
            List<Object> passed = new ArrayList<>();
            List<Object> broken = new ArrayList<>();
            List<Integer> again = new ArrayList<>();
            together(N, () -> {
                try {
                    if (first.waitFor().await() == N / 2) {
                        throw new UnsupportedOperationException();
                    }
                    passed.add(first.waitFor().await());
                } catch (BrokenBarrierException aborted) {
                    broken.add(aborted);
                } catch (UnsupportedOperationException failed) {
                    first.abort().await();
                }
                if (second.waitFor().await() == N / 2) {
                    first.reset().await();
                }
                second.waitFor().await();
                again.add(first.waitFor().await());
            });
            assertThat(passed).isEmpty();
            assertThat(broken).hasSize(N - 1);
            Collections.sort(again);
            assertThat(again).containsExactly(0, 1, 2, 3, 4);
            assertIdle(first);
        });
    }
}
