// Plain callbacks on the loop: soon, soon from any thread, later, and at a time of the loop's clock. Ctrl-C ends it.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;

void main() {
    EventLoop loop = getEventLoop();
    loop.callSoon(() -> IO.println("我是 call_soon"));
    loop.callSoonThreadsafe(() -> IO.println("我是 call_soon，但线程安全"));
    loop.callLater(1, () -> IO.println("我是 call_later"));
    loop.callAt(loop.time() + 1, () -> IO.println("我是 call_at"));

    try {
        loop.runForever();
    } catch (KeyboardInterrupt interrupt) {
        loop.stop();
    } finally {
        loop.close();
    }
}
