// Results as they come. All ten are due at the same time, and come in the order in which they were given.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<Integer> count(int m) {
    return async(() -> {
        await(sleep(3));
        return m;
    });
}

void main() throws Exception {
    run(() -> {
        List<Coroutine<Integer>> tasks = IntStream.range(0, 10).mapToObj(this::count).toList();
        for (Coroutine<Integer> task : asCompleted(tasks)) {
            int result = await(task);
            IO.println(result);
        }
    });
}
