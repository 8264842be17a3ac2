// wait gives two sets, of the tasks that are done and of those that are not. It takes tasks, not coroutines.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.Asyncio;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Task;

Coroutine<Integer> count(int m) {
    return async(() -> {
        await(sleep(2));
        return m;
    });
}

void main() throws Exception {
    run(() -> {
        List<Task<Integer>> tasks = IntStream.range(0, 10).mapToObj(i -> createTask(count(i))).toList();
        var result = await(Asyncio.wait(tasks));
        for (Task<Integer> i : result.done()) {
            IO.println(i.result());
        }
    });
}
