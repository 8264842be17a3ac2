// The same with a loop of our own instead of the thread's current one, made as the policy in force makes loops.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

Coroutine<Void> coroutine() {
    return async(() -> IO.println("in coroutine"));
}

void main() throws Exception {
    EventLoop loop = newEventLoop();        // or getEventLoopPolicy().newEventLoop()
    setEventLoop(loop);
    try {
        runUntilComplete(loop, coroutine());
    } finally {
        try {
            runUntilComplete(loop, shutdownAsyncgens(loop));
        } finally {
            loop.close();
        }
    }
}
