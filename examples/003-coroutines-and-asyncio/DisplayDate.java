// The time of day, once a second for five seconds.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

Coroutine<Void> displayDate() {
    return async(() -> {
        EventLoop loop = getRunningLoop();
        double endTime = loop.time() + 5;
        while (true) {
            IO.println(LocalDateTime.now());
            if (loop.time() + 1 >= endTime) {
                break;
            }
            await(sleep(1));
        }
    });
}

void main() throws Exception {
    run(displayDate());
}
