// Awaiting a task gives what its coroutine returned.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Task;

Coroutine<String> sayAfter(int delay, String what) {
    return async(() -> {
        await(sleep(delay));
        return what + " - " + delay;
    });
}

String timeOfDay() {
    return LocalTime.now().format(DateTimeFormatter.ofPattern("HH:mm:ss"));
}

void main() throws Exception {
    run(() -> {
        Task<String> task1 = createTask(sayAfter(1, "hello"));
        Task<String> task2 = createTask(sayAfter(2, "world"));
        IO.println("started at " + timeOfDay());

        String ret1 = await(task1);
        String ret2 = await(task2);

        IO.println(ret1);
        IO.println(ret2);

        IO.println("finished at " + timeOfDay());
    });
}
