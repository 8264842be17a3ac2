// waitFor gives up on, and cancels, what takes too long; toThread runs blocking code without blocking the loop.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<String> longTask() {
    return async(() -> {
        try {
            await(sleep(3600));
            return "done";
        } finally {
            IO.println("long task: cleaned up");
        }
    });
}

String blockingIo(String arg1, String arg2) throws InterruptedException {
    Thread.sleep(10);
    return arg1 + " and " + arg2 + " from a thread";
}

void main() throws Exception {
    run(() -> {
        try {
            await(waitFor(longTask(), 5));
        } catch (TimeoutException e) {
            IO.println("timeout!");
        }
        IO.println(await(toThread(() -> blockingIo("arg1", "arg2"))));
    });
}
