// A coroutine function, the coroutine object that it gives, and run, which runs it.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<Void> hello() {
    return async(() -> {
        IO.println("Hello ...");
        await(sleep(1));
        IO.println("... World!");
    });
}

void main() throws Exception {
    Coroutine<Void> coroutine = hello();
    IO.println(coroutine);
    run(coroutine);
}
