// The simplest program: two coroutines, one after the other.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<Void> say(int delay, String what) {
    return async(() -> {
        await(sleep(delay));
        IO.println(what);
    });
}

void main() throws Exception {
    run(() -> {
        await(say(1, "hello"));
        await(say(2, "world"));
    });
}
