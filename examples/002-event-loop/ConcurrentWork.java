// Ten tasks, each done after a random number of seconds. An argument is the seed of the random numbers:
// 120209 gives the article's order.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;

Random random = new Random();

Coroutine<Void> work(int i) {
    return async(() -> IO.println(await(sleep(random.nextInt(i + 1), "Concurrent work " + i))));
}

Coroutine<Void> allWork() {
    return async(() -> {
        List<Future<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            tasks.add(ensureFuture(work(i)));
        }
        await(gather(tasks));
    });
}

void main(String[] args) throws Exception {
    if (args.length > 0) {
        random = new Random(Long.parseLong(args[0]));
    }
    EventLoop loop = getEventLoop();
    runUntilComplete(loop, allWork());
    loop.close();
}
