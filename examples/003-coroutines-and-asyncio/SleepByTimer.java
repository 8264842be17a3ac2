// How sleep really works: a timer of the loop completes a future. Nothing runs while it waits.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;

Coroutine<Void> asyncSleep(double seconds) {
    return async(() -> {
        EventLoop loop = getRunningLoop();
        Future<Void> future = new Future<>(loop);
        loop.callLater(seconds, () -> future.setResult(null));
        await(future);
    });
}

Coroutine<Void> displayDate() {
    return async(() -> {
        EventLoop loop = getRunningLoop();
        double endTime = loop.time() + 5;
        while (true) {
            IO.println(LocalDateTime.now());
            if (loop.time() + 1 >= endTime) {
                break;
            }
            await(asyncSleep(1));
        }
    });
}

void main() throws Exception {
    run(displayDate());
}
