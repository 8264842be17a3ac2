package io.asyncio4j.conformance;

import io.asyncio4j.queue.LifoQueue;
import io.asyncio4j.queue.PriorityQueue;
import io.asyncio4j.queue.Queue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations on queues, section 7. Stateless.
 *
 * <p>In Python a maximum of 0 or less means no limit; the library has a constant for that.
 */
final class QueueOperations {
    static final List<Operation> OPERATIONS = List.of(//
            Operation.of("Queue", "maxsize", a -> made(a, new Queue<>(limit(a)))), //
            Operation.of("LifoQueue", "maxsize", a -> made(a, new LifoQueue<>(limit(a)))), //
            Operation.of("PriorityQueue", "maxsize", a -> made(a, new PriorityQueue<>(limit(a)))), //
            Operation.of("Queue.get", "queue", a -> queue(a).get()), //
            Operation.of("Queue.put", "queue item", a -> queue(a).put(item(a))), //
            Operation.of("Queue.get_nowait", "queue", a -> queue(a).getNowait()), //
            Operation.of("Queue.put_nowait", "queue item", QueueOperations::putNowait), //
            Operation.of("Queue.task_done", "queue", QueueOperations::taskDone), //
            Operation.of("Queue.join", "queue", a -> queue(a).join()), //
            Operation.of("Queue.qsize", "queue", a -> (long) queue(a).qsize()), //
            Operation.of("Queue.empty", "queue", a -> queue(a).empty()), //
            Operation.of("Queue.full", "queue", a -> queue(a).full()), //
            Operation.of("Queue.maxsize", "queue", a -> a.run().maxsizeOf(queue(a))));

    private QueueOperations() {
    }

    private static int limit(Arguments a) throws BadOperand {
        int maxsize = a.size(0);
        return maxsize <= 0 ? Queue.UNLIMITED : maxsize;
    }

    private static Queue<?> made(Arguments a, Queue<?> queue) throws BadOperand {
        a.run().noteMaxsize(queue, a.number(0));
        return queue;
    }

    @SuppressWarnings("unchecked")
    private static Queue<@Nullable Object> queue(Arguments a) throws BadOperand {
        return (Queue<@Nullable Object>) a.instance(0, Queue.class);
    }

    /** The item to put: a priority queue takes integers only. */
    private static @Nullable Object item(Arguments a) throws BadOperand {
        return a.value(0) instanceof PriorityQueue<?> ? (Object) a.number(1) : a.value(1);
    }

    private static @Nullable Object putNowait(Arguments a) throws BadOperand {
        queue(a).putNowait(item(a));
        return null;
    }

    private static @Nullable Object taskDone(Arguments a) throws BadOperand {
        queue(a).taskDone();
        return null;
    }
}
