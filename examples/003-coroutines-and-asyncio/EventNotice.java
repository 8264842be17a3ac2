// Several tasks wait for an event; setting it wakes all of them.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.sync.Event;
import io.asyncio4j.task.Future;

Coroutine<Void> waiter(String name, Event event) {
    return async(() -> {
        IO.println(name + " waits");
        await(event.waitFor());
        IO.println(name + " goes on");
    });
}

void main() throws Exception {
    run(() -> {
        Event event = new Event();
        Future<List<Void>> waiters = gather(waiter("first", event), waiter("second", event));
        await(sleep(1));
        IO.println("set");
        event.set();
        await(waiters);
    });
}
