// A loop that runs in a thread of its own, and work that the main thread gives it. What comes back can be waited for.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

void startLoop(EventLoop loop) {
    setEventLoop(loop);
    loop.runForever();
}

Coroutine<Void> endLoop() {
    return async(() -> getEventLoop().stop());
}

Coroutine<String> greet(String name) {
    return async(() -> {
        await(sleep(0.1));
        return "hello " + name + " from " + Thread.currentThread().getName();
    });
}

void main() throws Exception {
    EventLoop newLoop = newEventLoop();
    Thread t = new Thread(() -> startLoop(newLoop), "loop thread");
    t.start();
    CompletableFuture<String> one = runCoroutineThreadsafe(greet("one"), newLoop);
    CompletableFuture<String> two = runCoroutineThreadsafe(greet("two"), newLoop);
    IO.println(one.get());
    IO.println(two.get());
    runCoroutineThreadsafe(endLoop(), newLoop);
    t.join();
    newLoop.close();
    IO.println("loop ended");
}
