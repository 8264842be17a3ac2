package io.asyncio4j.queue;

import static io.asyncio4j.Program.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueOrderTest {

    private static <T> List<T> through(Queue<T> queue, List<T> items) throws Exception {
        List<T> out = new ArrayList<>();
        program(() -> {
            for (T item : items) {
                queue.put(item).await();
            }
            while (!queue.empty()) {
                out.add(queue.get().await());
            }
        });
        return out;
    }

    @Test
    @CPythonTest("test_queues.LifoQueueTests.test_order")
    void lifoQueueGivesTheNewestFirst() throws Exception {
        assertThat(through(new LifoQueue<>(), List.of(1, 3, 2))).containsExactly(2, 3, 1);
    }

    @Test
    @CPythonTest("test_queues.PriorityQueueTests.test_order")
    void priorityQueueGivesTheSmallestFirst() throws Exception {
        assertThat(through(new PriorityQueue<>(), List.of(1, 3, 2))).containsExactly(1, 2, 3);
    }

    @Test
    void priorityQueueFollowsItsComparator() throws Exception {
        assertThat(through(new PriorityQueue<>(Comparator.<Integer>reverseOrder()), List.of(1, 3, 2)))
                .containsExactly(3, 2, 1);
    }

    @Test
    void itemsOfOnePriorityComeOutInTheOrderTheyWentIn() throws Exception {
        List<String> words = List.of("to", "be", "or", "not", "to", "be", "that", "is", "the", "question");
        assertThat(through(new PriorityQueue<>(Comparator.comparing(String::length)), words))
                .containsExactly("to", "be", "or", "to", "be", "is", "not", "the", "that", "question");
    }

    @Test
    void itemThatCannotBeComparedIsNotPut() {
        PriorityQueue<Object> queue = new PriorityQueue<>();
        queue.putNowait(1);
        assertThatThrownBy(() -> queue.putNowait("one")).isInstanceOf(ClassCastException.class);
        assertThat(queue.qsize()).isEqualTo(1);
        assertThat(queue.getNowait()).isEqualTo(1);
        queue.taskDone();
        assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalArgumentException.class);
    }
}
