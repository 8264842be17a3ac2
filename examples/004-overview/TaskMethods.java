// What a task can be asked.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;

void main() throws Exception {
    run(() -> {
        Coroutine<String> coroutine = sleep(1, "result");
        Task<String> task = createTask(coroutine);
        IO.println("of this coroutine: " + (task.getCoro() == coroutine));
        task.addDoneCallback(done -> IO.println("done: " + done.isDone()));
        await(task);
        IO.println(task.result());

        Task<Void> sleeper = createTask(sleep(3600));
        await(sleep(1));
        IO.println("cancel: " + sleeper.cancel("enough"));
        try {
            await(sleeper);
        } catch (CancelledError e) {
            IO.println("cancelled: " + e.message());
        }
        IO.println("cancel again: " + sleeper.cancel());
    });
}
