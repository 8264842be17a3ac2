// What run does, by hand: one loop for the program and for the cleaning up after it.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

Coroutine<Void> coroutine() {
    return async(() -> IO.println("in coroutine"));
}

void main() throws Exception {
    EventLoop loop = getEventLoop();
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
