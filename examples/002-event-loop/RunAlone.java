// All that a program with one coroutine needs.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;

Coroutine<Void> coroutine() {
    return async(() -> {
    });
}

void main() throws Exception {
    run(coroutine());
}
