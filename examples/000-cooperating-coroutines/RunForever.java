// A loop that runs until somebody stops it, and the cleaning up that run would otherwise do: asynchronous generators
// that were left in the middle are closed before the loop is.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.iter.AsyncGenerator;
import io.asyncio4j.loop.EventLoop;

AsyncGenerator<Integer> numbers() {
    return asyncGenerator(y -> {
        try {
            for (int i = 0;; i++) {
                y.yield(i);
            }
        } finally {
            IO.println("generator closed");
        }
    });
}

void main() throws Exception {
    EventLoop loop = newEventLoop();
    setEventLoop(loop);
    AsyncGenerator<Integer> numbers = numbers();
    createTask(loop, () -> {
        IO.println("first number: " + numbers.anext());
        loop.stop();
    });
    try {
        loop.runForever();
    } finally {
        IO.println("stopped");
        runUntilComplete(loop, shutdownAsyncgens(loop));
        loop.close();
    }
}
