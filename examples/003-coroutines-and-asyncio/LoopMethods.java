// The loop's methods, one after the other.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Task;

Coroutine<String> useLoop(EventLoop loop) {
    return async(() -> {
        Future<String> future = new Future<>(loop);
        loop.callLater(5, () -> IO.println("Hello, later"));
        loop.callAt(loop.time() + 5, () -> future.setResult("Hello, at"));
        loop.callSoon(() -> IO.println("Hello, soon"));

        Task<String> task = createTask(loop, sleep(1, "Hello, task"));
        IO.println(await(task));
        IO.println(await(future));
        return await(runInExecutor(null, () -> "Hello, executor"));
    });
}

void main() throws Exception {
    EventLoop loop = newEventLoop();
    try {
        IO.println(runUntilComplete(loop, useLoop(loop)));
        loop.callSoon(loop::stop);
        loop.runForever();
    } finally {
        runUntilComplete(loop, shutdownDefaultExecutor(loop));
        loop.close();
    }
}
