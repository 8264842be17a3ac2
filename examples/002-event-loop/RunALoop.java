// A loop made, used and closed by hand. It runs until what it was given is complete; stop() is not needed.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.loop.EventLoop;

void main() throws Exception {
    EventLoop loop = newEventLoop();
    setEventLoop(loop);
    try {
        runUntilComplete(loop, shutdownAsyncgens(loop));
    } finally {
        loop.close();
    }
    IO.println("closed: " + loop.isClosed());
}
