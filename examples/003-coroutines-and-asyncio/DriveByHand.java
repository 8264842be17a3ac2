// What an event loop does, by hand: a coroutine stops at a yield, and send() lets it go on.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopIteration;

class Rock implements Awaitable<Integer> {
    @Override
    public Integer await() {
        int valueSentIn = (int) Coroutine.yield(7);
        IO.println("Rock.__await__ resuming with value: " + valueSentIn + ".");
        return valueSentIn;
    }
}

Coroutine<Integer> coroutine() {
    return async(() -> {
        IO.println("Beginning coroutine main().");
        Rock rock = new Rock();
        IO.println("Awaiting rock...");
        int valueFromRock = await(rock);
        IO.println("Coroutine received value: " + valueFromRock + " from rock.");
        return 23;
    });
}

void main() throws Exception {
    Coroutine<Integer> coroutine = coroutine();
    Object intermediateResult = coroutine.send(null);
    IO.println("Coroutine paused and returned intermediate value: " + intermediateResult + ".");

    IO.println("Resuming coroutine and sending in value: 42.");
    try {
        coroutine.send(42);
    } catch (StopIteration e) {
        Object returnedValue = e.value();
        IO.println("Coroutine main() finished and provided value: " + returnedValue + ".");
    }
}
