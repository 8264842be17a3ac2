// An asynchronous generator: a body that awaits and yields, iterated with asyncFor.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.iter.AsyncGenerator;

AsyncGenerator<Integer> countdown(int from) {
    return asyncGenerator(y -> {
        for (int i = from; i > 0; i--) {
            await(sleep(1));
            y.yield(i);
        }
    });
}

void main() throws Exception {
    run(() -> {
        for (int i : asyncFor(countdown(3))) {
            IO.println(i + " ...");
        }
        IO.println("Lift-off!");
    });
}
