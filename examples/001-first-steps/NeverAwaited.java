// Calling a coroutine function runs none of its lines: nothing is printed. In debug mode the coroutine that nobody
// awaited is reported: ./aio run -Dasyncio4j.debug=true NeverAwaited.java

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<Void> hello() {
    return async(() -> {
        IO.println("hello");
        await(sleep(1));
        IO.println("world");
    });
}

void main() {
    Coroutine<Void> coo = hello();
}
