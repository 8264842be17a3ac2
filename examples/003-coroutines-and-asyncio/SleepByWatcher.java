// A sleep of our own, with a future: a second task watches the clock and completes the future that the sleeper awaits.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;

Coroutine<Void> asyncSleep(double seconds) {
    return async(() -> {
        Future<Void> future = new Future<>();
        double timeToWake = getRunningLoop().time() + seconds;
        createTask(sleepWatcher(future, timeToWake));
        await(future);
    });
}

Coroutine<Void> sleepWatcher(Future<Void> future, double timeToWake) {
    return async(() -> {
        while (getRunningLoop().time() < timeToWake) {
            await(new YieldToEventLoop());
        }
        future.setResult(null);
    });
}

record YieldToEventLoop() implements Awaitable<Void> {
    @Override
    public Void await() {
        Coroutine.yield(null);
        return null;
    }
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
