// The loop that was set is the one that getEventLoop gives, because both go through the policy.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.loop.EventLoop;

void main() {
    EventLoop loop = newEventLoop();
    setEventLoop(loop);
    IO.println(getEventLoop() == loop && loop == getEventLoopPolicy().getEventLoop());
}
