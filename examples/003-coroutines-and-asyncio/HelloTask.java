// Awaiting a task gives control back to the loop until the task is done.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Task;

Coroutine<Void> hello() {
    return async(() -> {
        IO.println("Hello ...");
        await(sleep(1));
        IO.println("... World!");
    });
}

void main() throws Exception {
    run(() -> {
        Task<Void> helloTask = createTask(hello());
        await(helloTask);
    });
}
