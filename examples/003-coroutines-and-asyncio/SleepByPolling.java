// The same without a future: the sleeper looks at the clock itself, in every iteration of the loop.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

Coroutine<Void> asyncSleep(double seconds) {
    return async(() -> {
        double timeToWake = getRunningLoop().time() + seconds;
        while (getRunningLoop().time() < timeToWake) {
            await(new YieldToEventLoop());
        }
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
