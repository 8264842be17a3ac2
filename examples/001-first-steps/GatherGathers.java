// What gather gives is a future, so it can be given to another gather.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.task.Future;

Coroutine<String> sayAfter(int delay, String what) {
    return async(() -> {
        await(sleep(delay));
        return what + " - " + delay;
    });
}

void main() throws Exception {
    run(() -> {
        Future<List<String>> first = gather(sayAfter(1, "hello"), sayAfter(2, "world"));
        Future<List<String>> second = gather(sayAfter(1, "good"), sayAfter(1, "bye"));
        IO.println(await(gather(first, second)));
    });
}
