// run sets the thread's loop and takes it away again. After that the policy makes no new one, and getEventLoop fails.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

Coroutine<Void> coroutine() {
    return async(() -> {
    });
}

void main() throws Exception {
    run(coroutine());
    run(coroutine());       // as often as you like: each makes a loop of its own
    EventLoop loop = getEventLoop();
    IO.println("not reached: " + loop);
}
