// A sleep of our own: an awaitable that yields until its time has come. The loop resumes it in every iteration, so it
// costs a processor while it waits.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

record AsyncSleep(double seconds) implements Awaitable<Void> {
    @Override
    public Void await() {
        EventLoop loop = getRunningLoop();
        double timeToWake = loop.time() + seconds;
        while (loop.time() < timeToWake) {
            Coroutine.yield(null);
        }
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
            await(new AsyncSleep(1));
        }
    });
}

void main() throws Exception {
    run(displayDate());
}
