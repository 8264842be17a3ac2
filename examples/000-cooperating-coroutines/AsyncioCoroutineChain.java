// A coroutine awaits others: two phases in order, and other tasks may run meanwhile.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<List<String>> outer() {
    return async(() -> {
        IO.println("in outer");
        IO.println("waiting for result1");
        String result1 = await(phase1());
        IO.println("waiting for result2");
        String result2 = await(phase2(result1));
        return List.of(result1, result2);
    });
}

Coroutine<String> phase1() {
    return async(() -> {
        IO.println("in phase1");
        return "result1";
    });
}

Coroutine<String> phase2(String arg) {
    return async(() -> {
        IO.println("in phase2");
        return "result2 derived from " + arg;
    });
}

void main() throws Exception {
    run(() -> {
        List<String> returnValue = await(outer());
        IO.println("return value: " + returnValue);
    });
}
