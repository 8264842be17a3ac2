// Two ways to the loop: getEventLoop makes one on the main thread if need be, getRunningLoop wants one that runs.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.loop.EventLoop;

void main() {
    EventLoop loop = getEventLoop();
    IO.println("the same one each time: " + (getEventLoop() == loop));
    try {
        getRunningLoop();
    } catch (IllegalStateException e) {
        IO.println("没有事件循环在运行");
    } finally {
        loop.close();
    }
}
