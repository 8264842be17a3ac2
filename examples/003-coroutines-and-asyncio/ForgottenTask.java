// A task that nobody holds on to. CPython's loop may lose such a task to the garbage collector; this one holds its
// tasks until they are done.

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
    run(() -> {
        createTask(hello());
        await(sleep(0.5));
        System.gc();
        await(sleep(1));
    });
}
