// stop() ends a run after the current iteration; what its callbacks have scheduled waits for the next run. A closed
// loop takes no more work, and closing it again does nothing.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.loop.EventLoop;

void main() {
    EventLoop loop = newEventLoop();
    loop.callSoon(() -> {
        IO.println("first, running: " + loop.isRunning());
        loop.callSoon(() -> IO.println("second"));
    });
    loop.stop();
    loop.runForever();
    IO.println("stopped, running: " + loop.isRunning() + ", closed: " + loop.isClosed());
    loop.stop();
    loop.runForever();
    loop.close();
    loop.close();
    IO.println("closed: " + loop.isClosed());
    try {
        loop.callSoon(() -> IO.println("never"));
    } catch (IllegalStateException e) {
        IO.println(e.getMessage());
    }
}
