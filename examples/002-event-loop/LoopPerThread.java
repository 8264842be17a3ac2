// One policy for the whole program, and a loop of its own for each thread that sets one.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.runner.LoopPolicy;

Set<LoopPolicy> policies = ConcurrentHashMap.newKeySet();
Set<EventLoop> loops = ConcurrentHashMap.newKeySet();

void createLoop() {
    LoopPolicy loopPolicy = getEventLoopPolicy();
    EventLoop loop = loopPolicy.newEventLoop();      // newEventLoop() does both
    setEventLoop(loop);
    policies.add(loopPolicy);
    loops.add(getEventLoop());
    loop.close();
}

void main() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
        threads.add(new Thread(this::createLoop));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
        thread.join();
    }
    IO.println(policies.size() + " policy, " + loops.size() + " loops");
}
