package io.asyncio4j.queue;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueueJoinTest {

    static Stream<IntFunction<Queue<Object>>> kinds() {
        return Stream.of(Queue::new, LifoQueue::new, PriorityQueue::new);
    }

    private static void assertShutDown(Queue<Object> queue) {
        assertThatThrownBy(() -> queue.put("data").await()).isInstanceOf(QueueShutDownException.class);
        assertThatThrownBy(() -> queue.putNowait("data")).isInstanceOf(QueueShutDownException.class);
        assertThatThrownBy(() -> queue.get().await()).isInstanceOf(QueueShutDownException.class);
        assertThatThrownBy(queue::getNowait).isInstanceOf(QueueShutDownException.class)
                .hasMessageContaining("shut down");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @CPythonTest({"test_queues.QueueJoinTests.test_task_done_underflow",
            "test_queues.LifoQueueJoinTests.test_task_done_underflow",
            "test_queues.PriorityQueueJoinTests.test_task_done_underflow"})
    void taskDoneTooManyIsRefused(IntFunction<Queue<Object>> kind) {
        assertThatIllegalArgumentException().isThrownBy(kind.apply(Queue.UNLIMITED)::taskDone)
                .withMessageContaining("too often");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @CPythonTest({"test_queues.QueueJoinTests.test_task_done",
            "test_queues.LifoQueueJoinTests.test_task_done",
            "test_queues.PriorityQueueJoinTests.test_task_done"})
    void joinWaitsForTheWorkNotForTheItems(IntFunction<Queue<Object>> kind) throws Exception {
        program(() -> {
            Queue<Object> queue = kind.apply(Queue.UNLIMITED);
            for (int i = 0; i < 100; i++) {
                queue.putNowait(i);
            }
            int[] sum = new int[1];
            boolean[] running = {true};
            List<Task<Void>> workers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                workers.add(go(() -> {
                    while (running[0]) {
                        Object item = queue.get().await();
                        tick();
                        sum[0] += (Integer) item;
                        queue.taskDone();
                    }
                }));
            }
            queue.join().await();
            assertThat(sum[0]).isEqualTo(4950);
            running[0] = false;
            queue.putNowait(0);
            queue.putNowait(0);
            Gather.gather(workers).await();
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @CPythonTest({"test_queues.QueueJoinTests.test_join_empty_queue",
            "test_queues.LifoQueueJoinTests.test_join_empty_queue",
            "test_queues.PriorityQueueJoinTests.test_join_empty_queue"})
    void joinOfAnUnusedQueueDoesNotSuspend(IntFunction<Queue<Object>> kind) throws Exception {
        program(() -> {
            Queue<Object> queue = kind.apply(Queue.UNLIMITED);
            Task<Boolean> other = spawn(() -> true);
            queue.join().await();
            queue.join().await();
            assertThat(other.isDone()).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @CPythonTest({"test_queues.QueueShutdownTests.test_shutdown_empty",
            "test_queues.LifoQueueShutdownTests.test_shutdown_empty",
            "test_queues.PriorityQueueShutdownTests.test_shutdown_empty"})
    void shutdownOfAnEmptyQueueEndsWaitingGetters(IntFunction<Queue<Object>> kind) throws Exception {
        program(() -> {
            Queue<Object> queue = kind.apply(Queue.UNLIMITED);
            List<Task<Object>> getters = List.of(spawn(queue.get()), spawn(queue.get()));
            tick();
            queue.shutdown();
            assertThat(queue.qsize()).isZero();
            queue.join().await();
            tick();
            for (Task<Object> getter : getters) {
                assertThat(getter.isDone()).isTrue();
                assertThatThrownBy(getter::await).isInstanceOf(QueueShutDownException.class);
            }
            assertShutDown(queue);
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @CPythonTest({"test_queues.QueueShutdownTests.test_shutdown_nonempty",
            "test_queues.LifoQueueShutdownTests.test_shutdown_nonempty",
            "test_queues.PriorityQueueShutdownTests.test_shutdown_nonempty"})
    void shutdownLetsItemsBeTakenAndEndsWaitingPutters(IntFunction<Queue<Object>> kind) throws Exception {
        program(() -> {
            Queue<Object> queue = kind.apply(1);
            queue.putNowait("data");
            Task<Void> joining = spawn(queue.join());
            Task<Void> putting = spawn(queue.put("data2"));
            tick();
            assertThat(putting.isDone()).isFalse();
            queue.shutdown(false);
            assertThat(queue.qsize()).isEqualTo(1);
            tick();
            assertThat(putting.isDone()).isTrue();
            assertThatThrownBy(putting::await).isInstanceOf(QueueShutDownException.class);
            assertThat(queue.get().await()).isEqualTo("data");
            tick();
            assertThat(joining.isDone()).isFalse();
            assertShutDown(queue);
            queue.taskDone();
            tick();
            assertThat(joining.isDone()).isTrue();
            assertThatIllegalArgumentException().isThrownBy(queue::taskDone);
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRefusedPutIsCalledPutHoweverTheQueueWasShutDown(IntFunction<Queue<Object>> kind) throws Exception {
        for (boolean immediate : new boolean[]{false, true}) {
            program(() -> {
                Queue<Object> queue = kind.apply(1);
                queue.putNowait("data");
                Task<Void> putting = spawn(queue.put("data2"));
                tick();
                queue.shutdown(immediate);
                assertThatThrownBy(putting::await).isInstanceOf(QueueShutDownException.class)
                        .hasMessageStartingWith("put refused: ");
                assertThatThrownBy(queue.put("data3")::await).hasMessageStartingWith("put refused: ");
                assertThatThrownBy(() -> queue.putNowait("data3")).hasMessageStartingWith("putNowait refused: ");
            });
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @CPythonTest({"test_queues.QueueShutdownTests.test_shutdown_immediate",
            "test_queues.LifoQueueShutdownTests.test_shutdown_immediate",
            "test_queues.PriorityQueueShutdownTests.test_shutdown_immediate"})
    void immediateShutdownDropsItemsAsDone(IntFunction<Queue<Object>> kind) throws Exception {
        program(() -> {
            Queue<Object> queue = kind.apply(Queue.UNLIMITED);
            queue.putNowait("data");
            Task<Void> joining = spawn(queue.join());
            tick();
            assertThat(joining.isDone()).isFalse();
            queue.shutdown(true);
            assertThat(queue.qsize()).isZero();
            tick();
            assertThat(joining.isDone()).isTrue();
            assertShutDown(queue);
            assertThatIllegalArgumentException().isThrownBy(queue::taskDone);
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @CPythonTest({"test_queues.QueueShutdownTests.test_shutdown_immediate_with_unfinished",
            "test_queues.LifoQueueShutdownTests.test_shutdown_immediate_with_unfinished",
            "test_queues.PriorityQueueShutdownTests.test_shutdown_immediate_with_unfinished"})
    void immediateShutdownWaitsForItemsThatWereTaken(IntFunction<Queue<Object>> kind) throws Exception {
        program(() -> {
            Queue<Object> queue = kind.apply(Queue.UNLIMITED);
            queue.putNowait("data");
            queue.putNowait("data");
            Task<Void> joining = spawn(queue.join());
            assertThat(queue.get().await()).isEqualTo("data");
            queue.shutdown(true);
            assertThat(queue.qsize()).isZero();
            tick();
            assertThat(joining.isDone()).isFalse();
            assertShutDown(queue);
            queue.taskDone();
            assertThatIllegalArgumentException().isThrownBy(queue::taskDone);
            tick();
            assertThat(joining.isDone()).isTrue();
        });
    }
}
