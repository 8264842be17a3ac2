// A coroutine's result comes back from the call that ran the loop.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

Coroutine<String> coroutine() {
    return async(() -> {
        IO.println("in coroutine");
        return "result";
    });
}

void main() throws Exception {
    EventLoop eventLoop = getEventLoop();
    try {
        String returnValue = runUntilComplete(eventLoop, coroutine());
        IO.println("it returned: " + returnValue);
    } finally {
        eventLoop.close();
    }
}
