// Only the main thread gets a loop for the asking. In another thread getEventLoop fails, and the thread ends with it.

import static io.asyncio4j.Asyncio.*;

void createLoop() {
    getEventLoop();
}

void main() {
    new Thread(this::createLoop, "Thread-1").start();
}
