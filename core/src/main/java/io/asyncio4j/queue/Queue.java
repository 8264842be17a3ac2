package io.asyncio4j.queue;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.sync.Event;
import io.asyncio4j.sync.waiting.Waiter;
import io.asyncio4j.sync.waiting.WaiterQueue;

import org.jspecify.annotations.Nullable;

/// A queue between tasks, first in first out: asyncio's `Queue`.
///
/// Loop-confined, not thread-safe; bound to the loop of the first get or put that suspends. Consumers that call
/// [#taskDone()] for each item let [#join()] wait for the work, not only for an empty queue.
///
/// @param <T> the items
/*
 * Implementation note. A waiting task is handed permission to look again, never the item itself, so a newcomer may get
 * the item first; the woken task then stands in line again. Who wakes takes the waiter out of the line; a waiter that
 * leaves by an exception after it was woken passes the permission on, else an item (or a free place) would lie unused.
 *
 * | state | put | get |
 * |---|---|---|
 * | open, room and items | at once | at once |
 * | open, full / empty | waits / at once | at once / waits |
 * | shut down, items left | QueueShutDownException | at once |
 * | shut down, empty | QueueShutDownException | QueueShutDownException |
 */
public sealed class Queue<T extends @Nullable Object> permits LifoQueue, PriorityQueue {
    /// The size of a queue that is never full. (Python's `maxsize` of 0 or less.)
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final Items<T> items;
    private final int maxsize;
    private final WaiterQueue getters = new WaiterQueue();
    private final WaiterQueue putters = new WaiterQueue();
    private final Awaitable<T> taking = this::take;
    private @Nullable EventLoop loop;
    private @Nullable Event finished;
    private int unfinished;
    private boolean shutDown;

    /// A queue that is never full.
    public Queue() {
        this(UNLIMITED);
    }

    /// A queue that is full with `maxsize` items.
    ///
    /// @throws IllegalArgumentException if `maxsize` is less than 1
    public Queue(int maxsize) {
        this(maxsize, new FirstInFirstOut<>());
    }

    Queue(int maxsize, Items<T> items) {
        if (maxsize < 1) {
            throw new IllegalArgumentException("Queue has no room: maxsize " + maxsize
                    + "; give 1 or more, or Queue.UNLIMITED");
        }
        this.maxsize = maxsize;
        this.items = items;
    }

    /// Puts an item in; waits while the queue is full.
    ///
    /// @return a coroutine that throws [QueueShutDownException] if the queue is, or meanwhile gets, shut down
    public Coroutine<@Nullable Void> put(T item) {
        return Coroutine.of(() -> {
            while (full()) {
                if (shutDown) {
                    throw shutDown("put");
                }
                waitIn(putters, false);
            }
            if (shutDown) {
                throw shutDown("put");
            }
            place(item);
            return null;
        });
    }

    /// Takes the next item out; waits while there is none.
    ///
    /// @return a coroutine that gives the item, or throws [QueueShutDownException] if the queue is, or meanwhile gets,
    ///         shut down and is empty
    public Coroutine<T> get() {
        return Coroutine.of(taking);
    }

    /// Puts an item in at once: asyncio's `put_nowait()`.
    ///
    /// @throws QueueFullException if there is no room
    /// @throws QueueShutDownException if the queue was shut down
    public void putNowait(T item) {
        if (shutDown) {
            throw shutDown("putNowait");
        }
        if (full()) {
            throw new QueueFullException("putNowait found no room: " + qsize() + " items of at most "
                    + maxsize + "; use put to wait");
        }
        place(item);
    }

    private void place(T item) {
        items.add(item);
        unfinished++;
        if (finished != null) {
            finished.clear();
        }
        getters.wakeAndTakeNext();
    }

    /// Takes the next item out at once: asyncio's `get_nowait()`.
    ///
    /// @throws QueueEmptyException if there is none
    /// @throws QueueShutDownException if there is none and the queue was shut down
    public T getNowait() {
        if (empty()) {
            if (shutDown) {
                throw shutDown("getNowait");
            }
            throw new QueueEmptyException("getNowait found no item: 0 in the queue; use get to wait");
        }
        T item = items.remove();
        putters.wakeAndTakeNext();
        return item;
    }

    /// Says that the work for one item taken out is done: asyncio's `task_done()`.
    ///
    /// @throws IllegalArgumentException if it was called as often as items were put in
    public void taskDone() {
        if (unfinished == 0) {
            throw new IllegalArgumentException("taskDone called too often: no unfinished item, " + qsize()
                    + " in the queue; call it once for each item taken out");
        }
        unfinished--;
        wakeIfFinished();
    }

    /// Waits until the work for all items put in is done. Does not suspend if it is.
    public Coroutine<@Nullable Void> join() {
        return Coroutine.of(() -> {
            if (unfinished > 0) {
                if (finished == null) {
                    finished = new Event();
                }
                finished.waitFor().await();
            }
            return null;
        });
    }

    /// Ends the queue after the items in it are taken out; see [#shutdown(boolean)].
    public void shutdown() {
        shutdown(false);
    }

    /// Ends the queue: puts fail from now on, and gets fail once it is empty. Every task that waits in a put or get
    /// wakes up and looks again.
    ///
    /// @param immediate also drop the items in it, and count them as done
    public void shutdown(boolean immediate) {
        shutDown = true;
        if (immediate) {
            while (!empty()) {
                items.remove();
                if (unfinished > 0) {
                    unfinished--;
                }
            }
            wakeIfFinished();
        }
        while (getters.wakeAndTakeNext()) {
            // each getter looks again
        }
        while (putters.wakeAndTakeNext()) {
            // each putter looks again
        }
    }

    /// How many items are in it.
    public int qsize() {
        return items.size();
    }

    /// Whether there is no item in it.
    public boolean empty() {
        return items.size() == 0;
    }

    /// Whether there is no room in it.
    public boolean full() {
        return items.size() >= maxsize;
    }

    /// How many items fit; [#UNLIMITED] if any number does.
    public int maxsize() {
        return maxsize;
    }

    private T take() throws Exception {
        while (empty()) {
            if (shutDown) {
                throw shutDown("get");
            }
            waitIn(getters, true);
        }
        return getNowait();
    }

    private void waitIn(WaiterQueue line, boolean forItem) throws Exception {
        EventLoop running = WaiterQueue.bind(loop, this);
        if (running != loop) {
            loop = running;
        }
        Waiter waiter = line.add(running);
        try {
            waiter.await();
        } catch (Throwable failure) {
            // Not cancelled yet if somebody has raised the failure by hand while a task waits here.
            waiter.cancel();
            line.remove(waiter);
            if (waiter.isWoken() && !(forItem ? empty() : full())) {
                line.wakeAndTakeNext();
            }
            throw failure;
        }
    }

    private void wakeIfFinished() {
        if (unfinished == 0 && finished != null) {
            finished.set();
        }
    }

    private QueueShutDownException shutDown(String operation) {
        return new QueueShutDownException(operation + " refused: the queue was shut down, " + qsize()
                + " items left; end the work with it");
    }

    WaiterQueue getters() {
        return getters;
    }

    WaiterQueue putters() {
        return putters;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("<").append(getClass().getSimpleName()).append(" maxsize=")
                .append(maxsize == UNLIMITED ? "UNLIMITED" : maxsize);
        if (!empty()) {
            text.append(" items=").append(items);
        }
        if (getters.size() > 0) {
            text.append(" getters[").append(getters.size()).append(']');
        }
        if (putters.size() > 0) {
            text.append(" putters[").append(putters.size()).append(']');
        }
        if (unfinished > 0) {
            text.append(" tasks=").append(unfinished);
        }
        return text.append(shutDown ? " shutdown>" : ">").toString();
    }
}
