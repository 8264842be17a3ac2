// Awaiting a task gives up control: the task that was made first runs first.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Task;

Coroutine<Void> coroA() {
    return async(() -> IO.println("I am coro_a(). Hi!"));
}

Coroutine<Void> coroB() {
    return async(() -> IO.println("I am coro_b(). I sure hope no one hogs the event loop..."));
}

void main() throws Exception {
    run(() -> {
        Task<Void> taskB = createTask(coroB());
        int numRepeats = 3;
        for (int i = 0; i < numRepeats; i++) {
            await(createTask(coroA()));
        }
        await(taskB);
    });
}
