package io.asyncio4j.benchmarks.ours;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.run;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.benchmarks.IdleBytes;
import io.asyncio4j.sync.Event;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;

/// What idle tasks weigh: `IdleTasks COUNT WORK`.
public final class IdleTasks {
    private static final double FOR_EVER = 3600;

    private final String work;
    private final Event event = new Event();
    private final List<Task<Boolean>> tasks;
    private final List<Future<Boolean>> futures;

    private IdleTasks(String work, int count) {
        this.work = work;
        this.tasks = new ArrayList<>(count);
        this.futures = new ArrayList<>(count);
    }

    /// Measures.
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        String work = arguments[1];
        run(() -> {
            if (work.startsWith("million")) {
                sleepAllAtOnce(count, work);
                return;
            }
            IdleBytes.rehearse(() -> {
                IdleTasks rehearsal = new IdleTasks(work, IdleBytes.REHEARSED);
                rehearsal.start(IdleBytes.REHEARSED);
                rehearsal.finish();
                return null;
            });
            IdleTasks measured = new IdleTasks(work, count);
            IdleBytes.print(count, () -> {
                measured.start(count);
                return measured;
            });
            measured.finish();
        });
    }

    private static void sleepAllAtOnce(int count, String work) throws Exception {
        for (int i = 0; i < count; i++) {
            switch (work) {
                case "million-peak" -> createTask(sleep(FOR_EVER));
                case "million-body-peak" -> createTask(() -> {
                    await(sleep(FOR_EVER));
                });
                default -> throw new IllegalArgumentException("no such kind of sleeping tasks: " + work);
            }
        }
        await(sleep(0));
        IdleBytes.printPeak();
    }

    private void start(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            tasks.add(switch (work) {
                case "idle" -> createTask(event.waitFor());
                case "idle-body" -> createTask(() -> await(event.waitFor()));
                case "idle-future" -> waitsFor(new Future<>());
                default -> throw new IllegalArgumentException("no such kind of idle task: " + work);
            });
        }
        await(sleep(0));
    }

    private Task<Boolean> waitsFor(Future<Boolean> future) {
        futures.add(future);
        return createTask(() -> await(future));
    }

    private void finish() throws Exception {
        event.set();
        for (Future<Boolean> future : futures) {
            future.setResult(true);
        }
        for (Task<Boolean> task : tasks) {
            await(task);
        }
    }
}
