package io.asyncio4j.benchmarks.ours;

import static io.asyncio4j.Asyncio.async;
import static io.asyncio4j.Asyncio.asyncFor;
import static io.asyncio4j.Asyncio.asyncGenerator;
import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.runUntilComplete;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.iter.Yielder;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.queue.Queue;
import io.asyncio4j.sync.Event;
import io.asyncio4j.sync.Lock;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.TaskGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What task work costs: one row of the table per method, by nanoseconds per operation. The same work on other runtimes
/// stands in `tasks.py`, `Tasks.kt` and `ThreadBenchmarks`.
@State(Scope.Thread)
public class TaskBenchmarks {
    private static final int N = 10_000;
    private static final int CHILDREN = 1_000;
    private static final int SLEEPERS = 50_000;
    private static final int MANY = Integer.getInteger("asyncio4j.benchmarks.many", 1_000_000);

    private EventLoop loop;
    private long sum;

    /// A loop for all invocations.
    @Setup
    public void open() {
        loop = new EventLoop();
    }

    /// The end of the loop.
    @TearDown
    public void close() {
        loop.close();
    }

    private void run(AsyncAction body) throws Exception {
        runUntilComplete(loop, body);
    }

    /// One task gives up control and gets it back: `await sleep(0)`.
    @Benchmark
    @OperationsPerInvocation(N)
    public void switchAlone() throws Exception {
        run(() -> {
            for (int i = 0; i < N; i++) {
                await(sleep(0));
            }
        });
    }

    /// The same by a hundred tasks in turn.
    @Benchmark
    @OperationsPerInvocation(N)
    public void switchTasks() throws Exception {
        run(() -> {
            List<Task<Void>> tasks = new ArrayList<>();
            for (int t = 0; t < 100; t++) {
                tasks.add(createTask(() -> {
                    for (int i = 0; i < N / 100; i++) {
                        await(sleep(0));
                    }
                }));
            }
            for (Task<Void> task : tasks) {
                await(task);
            }
        });
    }

    /// Awaiting a coroutine that does not suspend.
    @Benchmark
    @OperationsPerInvocation(N)
    public long inlineAwait() throws Exception {
        run(() -> {
            for (int i = 0; i < N; i++) {
                int value = i;
                sum += await(async(() -> value));
            }
        });
        return sum;
    }

    /// Making a task and awaiting it.
    @Benchmark
    @OperationsPerInvocation(N)
    public long createAndAwait() throws Exception {
        run(() -> {
            for (int i = 0; i < N; i++) {
                int value = i;
                sum += await(createTask(() -> value));
            }
        });
        return sum;
    }

    /// One child of a gather of a thousand.
    @Benchmark
    @OperationsPerInvocation(N)
    public long gatherEach() throws Exception {
        run(() -> {
            for (int round = 0; round < N / CHILDREN; round++) {
                List<Coroutine<Integer>> children = new ArrayList<>(CHILDREN);
                for (int i = 0; i < CHILDREN; i++) {
                    int value = i;
                    children.add(async(() -> value));
                }
                sum += await(gather(children)).size();
            }
        });
        return sum;
    }

    /// One child of a task group of a thousand.
    @Benchmark
    @OperationsPerInvocation(N)
    public long taskGroupEach() throws Exception {
        run(() -> {
            for (int round = 0; round < N / CHILDREN; round++) {
                asyncWith(new TaskGroup(), group -> {
                    for (int i = 0; i < CHILDREN; i++) {
                        int value = i;
                        group.createTask(() -> sum += value);
                    }
                });
            }
        });
        return sum;
    }

    /// A future that a callback completes.
    @Benchmark
    @OperationsPerInvocation(N)
    public long futureByCallSoon() throws Exception {
        run(() -> {
            for (int i = 0; i < N; i++) {
                Future<Integer> future = new Future<>(loop);
                loop.callSoon(() -> future.setResult(1));
                sum += await(future);
            }
        });
        return sum;
    }

    /// A put and a get of a queue of one, between two tasks.
    @Benchmark
    @OperationsPerInvocation(N)
    public long queueOfOne() throws Exception {
        run(() -> {
            Queue<Integer> queue = new Queue<>(1);
            Task<Void> producer = createTask(() -> {
                for (int i = 0; i < N; i++) {
                    await(queue.put(i));
                }
            });
            for (int i = 0; i < N; i++) {
                sum += await(queue.get());
            }
            await(producer);
        });
        return sum;
    }

    /// A lock that two tasks want, each time with a wait inside.
    @Benchmark
    @OperationsPerInvocation(N)
    public void contendedLock() throws Exception {
        run(() -> {
            Lock lock = new Lock();
            Task<Void> other = createTask(() -> takeTurns(lock));
            takeTurns(lock);
            await(other);
        });
    }

    private void takeTurns(Lock lock) throws Exception {
        for (int i = 0; i < N / 2; i++) {
            asyncWith(lock, () -> await(sleep(0)));
        }
    }

    /// Scheduling and running a callback, a thousand an iteration.
    @Benchmark
    @OperationsPerInvocation(N)
    public void callSoon() throws Exception {
        run(() -> {
            for (int round = 0; round < N / CHILDREN; round++) {
                for (int i = 0; i < CHILDREN; i++) {
                    loop.callSoon(() -> sum++);
                }
                await(sleep(0));
            }
        });
    }

    /// Setting and cancelling a timer.
    @Benchmark
    @OperationsPerInvocation(N)
    public void callLaterAndCancel() throws Exception {
        run(() -> {
            for (int i = 0; i < N; i++) {
                loop.callLater(1 + i % 100, () -> sum++).cancel();
            }
            await(sleep(0));
        });
    }

    /// One of fifty thousand tasks that sleep up to a tenth of a second.
    @Benchmark
    @OperationsPerInvocation(SLEEPERS)
    public void sleepers() throws Exception {
        run(() -> {
            Random chance = new Random(1);
            List<Coroutine<Void>> tasks = new ArrayList<>(SLEEPERS);
            for (int i = 0; i < SLEEPERS; i++) {
                tasks.add(sleep(chance.nextDouble() / 10));
            }
            await(gather(tasks));
        });
    }

    /// One of a million tasks that are alive at the same time. The number of operations is given with the options.
    @Benchmark
    public void million() throws Exception {
        run(() -> {
            Event event = new Event();
            waitForAll(event, () -> createTask(event.waitFor()));
        });
    }

    /// The same where each has a body of the program's own.
    @Benchmark
    public void millionBodies() throws Exception {
        run(() -> {
            Event event = new Event();
            waitForAll(event, () -> createTask(() -> await(event.waitFor())));
        });
    }

    private static void waitForAll(Event event, Supplier<Task<Boolean>> start) throws Exception {
        List<Task<Boolean>> tasks = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            tasks.add(start.get());
        }
        await(sleep(0));
        event.set();
        for (Task<Boolean> task : tasks) {
            await(task);
        }
    }

    /// Cancelling one of a thousand waiting tasks, to its end; making it counts as well.
    @Benchmark
    @OperationsPerInvocation(N)
    public void cancelStorm() throws Exception {
        run(() -> {
            for (int round = 0; round < N / CHILDREN; round++) {
                List<Task<Void>> tasks = new ArrayList<>(CHILDREN);
                for (int i = 0; i < CHILDREN; i++) {
                    tasks.add(createTask(sleep(3600)));
                }
                await(sleep(0));
                for (Task<Void> task : tasks) {
                    task.cancel();
                }
                await(gather(tasks, true));
            }
        });
    }

    /// An item of an asynchronous generator.
    @Benchmark
    @OperationsPerInvocation(N)
    public long generatorItem() throws Exception {
        run(() -> {
            for (Integer item : asyncFor(asyncGenerator(TaskBenchmarks::numbers))) {
                sum += item;
            }
        });
        return sum;
    }

    /// The same, with the body of the loop as a function.
    @Benchmark
    @OperationsPerInvocation(N)
    public long generatorBody() throws Exception {
        run(() -> asyncFor(asyncGenerator(TaskBenchmarks::numbers), item -> sum += item));
        return sum;
    }

    private static void numbers(Yielder<Integer> out) throws Exception {
        for (int i = 0; i < N; i++) {
            out.yield(i);
        }
    }

    /// Reading and setting a context variable.
    @Benchmark
    @OperationsPerInvocation(N)
    public void contextVariable() throws Exception {
        ContextVar<Integer> variable = ContextVar.withDefault("variable", 0);
        run(() -> {
            for (int i = 0; i < N; i++) {
                variable.set(variable.get() + 1);
            }
        });
    }
}
