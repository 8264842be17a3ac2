package io.asyncio4j.queue;

import static io.asyncio4j.Program.go;
import static io.asyncio4j.Program.program;
import static io.asyncio4j.Program.spawn;
import static io.asyncio4j.Program.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.sync.Event;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.WaitFor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueTest {

    private static <T> List<T> drain(Queue<T> queue) throws Exception {
        List<T> items = new ArrayList<>();
        while (!queue.empty()) {
            items.add(queue.get().await());
        }
        return items;
    }

    // ---- looking at it

    @Test
    @CPythonTest({"test_queues.QueueBasicTests.test_repr", "test_queues.QueueBasicTests.test_str",
            "test_queues._QueueJoinTestMixin.test_format"})
    void textTellsItemsWaitersAndWork() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            assertThat(queue).hasToString("<Queue maxsize=UNLIMITED>");
            Task<Integer> getter = spawn(queue.get());
            tick();
            assertThat(queue).hasToString("<Queue maxsize=UNLIMITED getters[1]>");
            queue.putNowait(0);
            assertThat(getter.await()).isZero();
            assertThat(queue).hasToString("<Queue maxsize=UNLIMITED tasks=1>");

            Queue<Integer> full = new Queue<>(1);
            full.putNowait(1);
            Task<Void> putter = spawn(full.put(2));
            tick();
            assertThat(full).hasToString("<Queue maxsize=1 items=[1] putters[1] tasks=1>");
            full.getNowait();
            putter.await();
            full.shutdown();
            assertThat(full).hasToString("<Queue maxsize=1 items=[2] tasks=2 shutdown>");
            assertThat(new LifoQueue<>(3)).hasToString("<LifoQueue maxsize=3>");
        });
    }

    @Test
    @CPythonTest("test_queues.QueueBasicTests.test_empty")
    void emptyTellsWhetherThereIsAnItem() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            assertThat(queue.empty()).isTrue();
            queue.put(1).await();
            assertThat(queue.empty()).isFalse();
            assertThat(queue.get().await()).isEqualTo(1);
            assertThat(queue.empty()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_queues.QueueBasicTests.test_full")
    void fullTellsWhetherThereIsRoom() throws Exception {
        program(() -> {
            assertThat(new Queue<>().full()).isFalse();
            Queue<Integer> queue = new Queue<>(1);
            queue.put(1).await();
            assertThat(queue.full()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_queues.QueueBasicTests.test_order")
    void itemsComeOutInTheOrderTheyWentIn() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            for (int item : List.of(1, 3, 2)) {
                queue.put(item).await();
            }
            assertThat(drain(queue)).containsExactly(1, 3, 2);
        });
    }

    @Test
    void ringKeepsItsOrderWhenItGrowsInTheMiddle() {
        Queue<Integer> queue = new Queue<>();
        List<Integer> out = new ArrayList<>();
        int in = 0;
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 3; i++) {
                queue.putNowait(in++);
            }
            out.add(queue.getNowait());
        }
        assertThat(queue.toString()).startsWith("<Queue maxsize=UNLIMITED items=[40, 41, ");
        while (!queue.empty()) {
            out.add(queue.getNowait());
        }
        assertThat(out).isEqualTo(IntStream.range(0, 120).boxed().toList());
    }

    @Test
    void itemsMayBeNull() throws Exception {
        program(() -> {
            Queue<String> queue = new Queue<>();
            queue.put(null).await();
            assertThat(queue.qsize()).isEqualTo(1);
            assertThat(queue.get().await()).isNull();
        });
    }

    @Test
    @CPythonTest("test_queues.QueueBasicTests.test_maxsize")
    void putterWaitsWhileTheQueueIsFull() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>(2);
            assertThat(queue.maxsize()).isEqualTo(2);
            List<Integer> put = new ArrayList<>();
            Task<Void> putter = go(() -> {
                for (int i = 0; i < 3; i++) {
                    queue.put(i).await();
                    put.add(i);
                }
            });
            tick(2);
            assertThat(put).containsExactly(0, 1);
            assertThat(queue.get().await()).isZero();
            tick();
            assertThat(put).containsExactly(0, 1, 2);
            assertThat(drain(queue)).containsExactly(1, 2);
            assertThat(putter.isDone()).isTrue();
        });
    }

    @Test
    void sizeBelowOneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Queue<>(0))
                .withMessageContaining("UNLIMITED");
        assertThat(new Queue<>().maxsize()).isEqualTo(Queue.UNLIMITED);
    }

    // ---- getting

    @Test
    @CPythonTest({"test_queues.QueueGetTests.test_blocking_get",
            "test_queues.QueueGetTests.test_nonblocking_get",
            "test_queues.QueuePutTests.test_blocking_put", "test_queues.QueuePutTests.test_nonblocking_put"})
    void nobodyWaitsWhenThereIsAnItemAndRoom() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            Task<Boolean> other = spawn(() -> true);
            queue.put(1).await();
            queue.putNowait(2);
            assertThat(queue.get().await()).isEqualTo(1);
            assertThat(queue.getNowait()).isEqualTo(2);
            assertThat(other.isDone()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_queues.QueueGetTests.test_get_with_putters")
    void getWakesAWaitingPutter() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>(1);
            queue.put(1).await();
            Task<Void> putter = spawn(queue.put(2));
            tick();
            assertThat(queue.get().await()).isEqualTo(1);
            assertThat(queue.putters().size()).isZero();
            tick();
            assertThat(putter.isDone()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_queues.QueueGetTests.test_blocking_get_wait")
    void getterWaitsForAnItem() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            Event started = new Event();
            Task<Integer> getter = spawn(() -> {
                started.set();
                return queue.get().await();
            });
            started.waitFor().await();
            EventLoop loop = EventLoop.running();
            loop.callLater(0.01, () -> queue.putNowait(1));
            assertThat(getter.isDone()).isFalse();
            assertThat(getter.await()).isEqualTo(1);
            assertThat(loop.time()).isGreaterThanOrEqualTo(0.01);
        });
    }

    @Test
    @CPythonTest("test_queues.QueueGetTests.test_nonblocking_get_exception")
    void getNowaitOfAnEmptyQueueFails() {
        assertThatThrownBy(() -> new Queue<>().getNowait()).isInstanceOf(QueueEmptyException.class)
                .hasMessageContaining("use get to wait");
    }

    @Test
    @CPythonTest("test_queues.QueueGetTests.test_get_cancelled_race")
    void itemGoesPastACancelledGetter() throws Exception {
        program(() -> {
            Queue<String> queue = new Queue<>();
            Task<String> first = spawn(queue.get());
            Task<String> second = spawn(queue.get());
            tick();
            first.cancel();
            tick();
            assertThat(first.isDone()).isTrue();
            queue.put("a").await();
            tick();
            assertThat(second.await()).isEqualTo("a");
        });
    }

    @Test
    @CPythonTest("test_queues.QueueGetTests.test_get_with_waiting_putters")
    void puttersAreServedInOrder() throws Exception {
        program(() -> {
            Queue<String> queue = new Queue<>(1);
            spawn(queue.put("a"));
            spawn(queue.put("b"));
            assertThat(queue.get().await()).isEqualTo("a");
            assertThat(queue.get().await()).isEqualTo("b");
        });
    }

    @Test
    void gettersAreServedInOrderInOneIteration() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            List<Task<Integer>> getters = List.of(spawn(queue.get()), spawn(queue.get()), spawn(queue.get()));
            tick();
            queue.putNowait(1);
            queue.putNowait(2);
            queue.putNowait(3);
            tick();
            for (int i = 0; i < 3; i++) {
                assertThat(getters.get(i).result()).isEqualTo(i + 1);
            }
        });
    }

    @Test
    void newcomerMayTakeTheItemOfAWokenGetterWhichWaitsOn() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            Task<Integer> getter = spawn(queue.get());
            tick();
            queue.putNowait(1);
            assertThat(queue.getNowait()).isEqualTo(1);
            tick();
            assertThat(getter.isDone()).isFalse();
            queue.putNowait(2);
            assertThat(getter.await()).isEqualTo(2);
        });
    }

    @Test
    @CPythonTest("test_queues.QueueGetTests.test_why_are_getters_waiting")
    void producerAndConsumerMeetInAQueueOfOne() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>(1);
            List<Integer> got = new ArrayList<>();
            Task<Void> producer = go(() -> {
                for (int i = 0; i < 5; i++) {
                    queue.put(i).await();
                }
            });
            Task<Void> consumer = go(() -> {
                for (int i = 0; i < 5; i++) {
                    got.add(queue.get().await());
                }
            });
            Gather.gather(List.of(producer, consumer)).await();
            assertThat(got).containsExactly(0, 1, 2, 3, 4);
        });
    }

    @Test
    @CPythonTest("test_queues.QueueGetTests.test_cancelled_getters_not_being_held_in_self_getters")
    void getterThatTimesOutLeavesTheLine() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>(5);
            assertThatThrownBy(() -> WaitFor.waitFor(queue.get(), 0.1).await())
                    .isInstanceOf(TimeoutException.class);
            assertThat(queue.getters().size()).isZero();
        });
    }

    @Test
    @CPythonTest("test_queues.QueuePutTests.test_get_cancel_drop_one_pending_reader")
    void itemOfAGetterCancelledAfterItWasWokenIsNotLost() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            Task<Integer> reader = spawn(queue.get());
            tick();
            queue.putNowait(1);
            queue.putNowait(2);
            reader.cancel();
            assertThatThrownBy(reader::await).isInstanceOf(CancelledError.class);
            assertThat(queue.get().await()).isEqualTo(1);
        });
    }

    @Test
    @CPythonTest("test_queues.QueuePutTests.test_get_cancel_drop_many_pending_readers")
    void getterCancelledAfterItWasWokenPassesItsTurnOn() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            Task<Integer> first = spawn(queue.get());
            Task<Integer> second = spawn(queue.get());
            Task<Integer> third = spawn(queue.get());
            tick();
            queue.putNowait(1);
            queue.putNowait(2);
            first.cancel();
            assertThatThrownBy(first::await).isInstanceOf(CancelledError.class);
            assertThat(List.of(third.await(), second.await())).containsExactlyInAnyOrder(1, 2);
        });
    }

    // ---- putting

    @Test
    @CPythonTest("test_queues.QueuePutTests.test_blocking_put_wait")
    void putterWaitsForRoom() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>(1);
            Event started = new Event();
            EventLoop loop = EventLoop.running();
            loop.callLater(0.01, queue::getNowait);
            Task<Void> putter = go(() -> {
                started.set();
                queue.put(1).await();
                queue.put(2).await();
            });
            started.waitFor().await();
            assertThat(putter.isDone()).isFalse();
            putter.await();
            assertThat(loop.time()).isGreaterThanOrEqualTo(0.01);
        });
    }

    @Test
    @CPythonTest("test_queues.QueuePutTests.test_put_cancel_drop")
    void putterCancelledAfterItWasWokenPutsNothing() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>(1);
            queue.putNowait(1);
            Task<Void> writer = spawn(queue.put(2));
            tick();
            assertThat(queue.getNowait()).isEqualTo(1);
            writer.cancel();
            assertThatThrownBy(writer::await).isInstanceOf(CancelledError.class);
            queue.put(2).await();
            assertThat(queue.getNowait()).isEqualTo(2);
            assertThat(queue.qsize()).isZero();
        });
    }

    @Test
    @CPythonTest({"test_queues.QueuePutTests.test_nonblocking_put_exception",
            "test_queues.QueuePutTests.test_float_maxsize"})
    void putNowaitIntoAFullQueueFails() {
        Queue<Integer> queue = new Queue<>(2);
        queue.putNowait(1);
        queue.putNowait(2);
        assertThat(queue.full()).isTrue();
        assertThatThrownBy(() -> queue.putNowait(3)).isInstanceOf(QueueFullException.class)
                .hasMessageContaining("2 items of at most 2");
    }

    @Test
    @CPythonTest("test_queues.QueuePutTests.test_put_cancelled")
    void putterEndsThoughItsItemIsTakenAtOnce() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>();
            Task<Void> putter = spawn(queue.put(1));
            assertThat(queue.get().await()).isEqualTo(1);
            assertThat(putter.isDone()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_queues.QueuePutTests.test_put_cancelled_race")
    void roomGoesPastACancelledPutter() throws Exception {
        program(() -> {
            Queue<String> queue = new Queue<>(1);
            Task<Void> a = spawn(queue.put("a"));
            Task<Void> b = spawn(queue.put("b"));
            Task<Void> c = spawn(queue.put("X"));
            tick();
            assertThat(a.isDone()).isTrue();
            assertThat(b.isDone()).isFalse();
            c.cancel();
            tick();
            assertThat(c.isDone()).isTrue();
            assertThat(queue.getNowait()).isEqualTo("a");
            tick();
            assertThat(queue.getNowait()).isEqualTo("b");
            b.await();
        });
    }

    @Test
    void putterCancelledAfterItWasWokenPassesItsTurnOn() throws Exception {
        program(() -> {
            Queue<String> queue = new Queue<>(1);
            queue.putNowait("a");
            Task<Void> b = spawn(queue.put("b"));
            Task<Void> c = spawn(queue.put("c"));
            tick();
            queue.getNowait();
            b.cancel();
            c.await();
            assertThat(queue.getNowait()).isEqualTo("c");
        });
    }

    @Test
    @CPythonTest("test_queues.QueuePutTests.test_put_with_waiting_getters")
    void putWakesAWaitingGetter() throws Exception {
        program(() -> {
            Queue<String> queue = new Queue<>();
            Task<String> getter = spawn(queue.get());
            tick();
            queue.put("a").await();
            assertThat(getter.await()).isEqualTo("a");
        });
    }

    @Test
    @CPythonTest("test_queues.QueuePutTests.test_why_are_putters_waiting")
    void puttersGoOnWhenSeveralItemsAreTakenAtOnce() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>(2);
            List<Task<Void>> tasks = new ArrayList<>();
            tasks.add(go(() -> {
                tick();
                for (int left = queue.qsize(); left > 0; left--) {
                    queue.getNowait();
                }
            }));
            for (int i = 0; i < 4; i++) {
                tasks.add(spawn(queue.put(i)));
            }
            Gather.gather(tasks).await();
            assertThat(drain(queue)).containsExactly(2, 3);
        });
    }

    @Test
    @CPythonTest({"test_queues.QueuePutTests.test_cancelled_puts_not_being_held_in_self_putters",
            "test_queues.QueuePutTests.test_cancelled_put_silence_value_error_exception"})
    void cancelledPutterLeavesTheLineOnce() throws Exception {
        program(() -> {
            Queue<Integer> queue = new Queue<>(1);
            queue.putNowait(1);
            Task<Void> waiting = spawn(queue.put(1));
            tick();
            assertThat(queue.putters().size()).isEqualTo(1);
            waiting.cancel();
            assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
            assertThat(queue.putters().size()).isZero();

            Task<Void> woken = spawn(queue.put(1));
            tick();
            queue.getNowait();
            assertThat(queue.putters().size()).as("taken out by the get").isZero();
            woken.cancel();
            assertThatThrownBy(woken::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void waitBindsItToItsLoop() throws Exception {
        Queue<Integer> queue = new Queue<>(1);
        program(() -> {
            Task<Integer> getter = spawn(queue.get());
            tick();
            getter.cancel();
        });
        program(() -> {
            queue.put(1).await();
            assertThatIllegalStateException().isThrownBy(() -> queue.put(2).await())
                    .withMessageContaining("is bound to a different event loop");
        });
    }
}
