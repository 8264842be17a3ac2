// Awaiting two coroutines one after the other takes three seconds: a coroutine that is awaited is a plain call.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<Void> sayAfter(int delay, String what) {
    return async(() -> {
        await(sleep(delay));
        IO.println(what);
    });
}

String timeOfDay() {
    return LocalTime.now().format(DateTimeFormatter.ofPattern("HH:mm:ss"));
}

void main() throws Exception {
    run(() -> {
        IO.println("started at " + timeOfDay());

        await(sayAfter(1, "hello"));
        await(sayAfter(2, "world"));

        IO.println("finished at " + timeOfDay());
    });
}
