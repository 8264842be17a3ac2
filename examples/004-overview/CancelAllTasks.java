// allTasks has every task that is not done, the oldest first; the main task is one of them, so it is cancelled too.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;

void main() throws Exception {
    try {
        run(() -> {
            List<Task<Void>> tasks = IntStream.range(0, 3).mapToObj(i -> createTask(sleep(3600))).toList();
            IO.println("tasks made: " + tasks.size() + ", tasks there are: " + allTasks().size());
            for (Task<?> task : allTasks()) {
                IO.println(task.cancel());
            }
            await(sleep(1));
            IO.println("not reached");
        });
    } catch (CancelledError e) {
        IO.println("main was cancelled");
    }
}
