package io.asyncio4j.benchmarks.ours;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.createTask;
import static io.asyncio4j.Asyncio.run;
import static io.asyncio4j.Asyncio.sleep;

import io.asyncio4j.benchmarks.IdleBytes;
import io.asyncio4j.sync.Event;
import io.asyncio4j.task.Task;
import java.util.ArrayList;
import java.util.List;

/// What an idle task weighs: `IdleTasks COUNT WORK`.
public final class IdleTasks {
    private IdleTasks() {
    }

    /// Measures.
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        boolean body = arguments[1].equals("idle-body");
        run(() -> {
            IdleBytes.rehearse(() -> {
                Event event = new Event();
                finish(event, waiting(event, IdleBytes.REHEARSED, body));
                return null;
            });
            Event event = new Event();
            List<Task<Boolean>> tasks = new ArrayList<>(count);
            IdleBytes.print(count, () -> tasks.addAll(waiting(event, count, body)));
            finish(event, tasks);
        });
    }

    private static void finish(Event event, List<Task<Boolean>> tasks) throws Exception {
        event.set();
        for (Task<Boolean> task : tasks) {
            await(task);
        }
    }

    private static List<Task<Boolean>> waiting(Event event, int count, boolean body) throws Exception {
        List<Task<Boolean>> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(body ? createTask(() -> await(event.waitFor())) : createTask(event.waitFor()));
        }
        await(sleep(0));
        return tasks;
    }
}
