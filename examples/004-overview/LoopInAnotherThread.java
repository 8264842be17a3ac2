// A loop that runs in a thread of its own, and work that the main thread gives it. What comes back can be waited for.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

void startLoop(EventLoop loop) {
    setEventLoop(loop);
    loop.runForever();
    loop.close();
}

Coroutine<Void> endLoop() {
    return async(() -> getEventLoop().stop());
}

Coroutine<String> greet(String name) {
    return async(() -> {
        await(sleep(0.1));
        return "hello " + name;
    });
}

void main() throws Exception {
    EventLoop newLoop = newEventLoop();
    Thread t = new Thread(() -> startLoop(newLoop));
    t.start();
    CompletableFuture<String> one = runCoroutineThreadsafe(greet("one"), newLoop);
    CompletableFuture<String> two = runCoroutineThreadsafe(greet("two"), newLoop);
    IO.println(one.get());
    IO.println(two.get());
    IO.println("running there: " + newLoop.isRunning() + ", here: " + newLoop.inLoop());
    runCoroutineThreadsafe(endLoop(), newLoop);
    t.join();
    IO.println("loop closed: " + newLoop.isClosed());
}
