// Two lines with a second between them.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<Void> hello() {
    return async(() -> {
        IO.println("hello");
        await(sleep(1));
        IO.println("world");
    });
}

void main() throws Exception {
    run(hello());
}
