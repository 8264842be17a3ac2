// Starts a coroutine the long way: get a loop, make a coroutine object, run the loop until it is complete.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

Coroutine<Void> coroutine() {
    return async(() -> IO.println("in coroutine"));
}

void main() throws Exception {
    EventLoop eventLoop = getEventLoop();
    try {
        IO.println("starting coroutine");
        Coroutine<Void> coro = coroutine();
        IO.println("entering event loop");
        runUntilComplete(eventLoop, coro);
    } finally {
        IO.println("closing event loop");
        eventLoop.close();
    }
}
