// The same with a loop by hand, as one wrote it before there was run.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;

Coroutine<Void> say(int delay, String what) {
    return async(() -> {
        await(sleep(delay));
        IO.println(what);
    });
}

void main() throws Exception {
    EventLoop loop = getEventLoop();
    try {
        runUntilComplete(loop, () -> {
            await(say(1, "hello"));
            await(say(2, "world"));
        });
    } finally {
        loop.close();
    }
}
