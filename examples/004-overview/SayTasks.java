// The same with tasks, which run at the same time.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Task;

Coroutine<Void> say(int delay, String what) {
    return async(() -> {
        await(sleep(delay));
        IO.println(what);
    });
}

void main() throws Exception {
    run(() -> {
        Task<Void> task1 = createTask(say(1, "hello"));
        Task<Void> task2 = createTask(say(2, "world"));
        await(task1);
        await(task2);
    });
}
