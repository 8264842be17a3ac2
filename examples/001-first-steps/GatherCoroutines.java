// gather makes the tasks itself when it is given coroutines.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<String> sayAfter(int delay, String what) {
    return async(() -> {
        await(sleep(delay));
        return what + " - " + delay;
    });
}

String timeOfDay() {
    return LocalTime.now().format(DateTimeFormatter.ofPattern("HH:mm:ss"));
}

void main() throws Exception {
    run(() -> {
        IO.println("started at " + timeOfDay());

        List<String> ret1 = await(gather(sayAfter(1, "hello"), sayAfter(2, "world")));

        IO.println(ret1);

        IO.println("finished at " + timeOfDay());
    });
}
