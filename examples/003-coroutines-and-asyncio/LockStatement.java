// A lock around shared state: as a statement, and spelled out.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.sync.Lock;

Lock lock = new Lock();
int counter;

Coroutine<Void> withStatement() {
    return async(() -> asyncWith(lock, () -> increment("statement")));
}

Coroutine<Void> spelledOut() {
    return async(() -> {
        await(lock.acquire());
        try {
            increment("spelled out");
        } finally {
            lock.release();
        }
    });
}

void increment(String how) throws Exception {
    int before = counter;
    await(sleep(1));                // without the lock the other task would read the same value now
    counter = before + 1;
    IO.println(how + ": " + counter);
}

void main() throws Exception {
    run(() -> {
        await(gather(withStatement(), spelledOut()));
        IO.println(lock);
    });
}
