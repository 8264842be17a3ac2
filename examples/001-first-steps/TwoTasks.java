// Two tasks wait at the same time: two seconds in all.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Task;

Coroutine<Void> sayAfter(int delay, String what) {
    return async(() -> {
        await(sleep(delay));
        IO.println(what);
    });
}

String timeOfDay() {
    return LocalTime.now().format(DateTimeFormatter.ofPattern("HH:mm:ss"));
}

void main() throws Exception {
    run(() -> {
        Task<Void> task1 = createTask(sayAfter(1, "hello"));
        Task<Void> task2 = createTask(sayAfter(2, "world"));
        IO.println("started at " + timeOfDay());

        await(task1);
        await(task2);

        IO.println("finished at " + timeOfDay());
    });
}
