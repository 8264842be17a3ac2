// cancel() raises CancelledError where the task waits. The task cleans up and throws it on.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;

Coroutine<Void> hello() {
    return async(() -> {
        try {
            IO.println("Hello ...");
            await(sleep(100));
            IO.println("... World!");
        } catch (CancelledError e) {
            IO.println("Task cancelled");
            throw e;
        }
    });
}

void main() throws Exception {
    run(() -> {
        Task<Void> helloTask = createTask(hello());
        await(sleep(1));
        helloTask.cancel();
    });
}
