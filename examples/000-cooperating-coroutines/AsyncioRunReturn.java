// The short way: run makes the loop, runs main on it, cleans up and closes it.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<String> coroutine() {
    return async(() -> {
        IO.println("in coroutine");
        return "result";
    });
}

void main() throws Exception {
    run(() -> {
        String returnValue = await(coroutine());
        IO.println("it returned: " + returnValue);
    });
}
