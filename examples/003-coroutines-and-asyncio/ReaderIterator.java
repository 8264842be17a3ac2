// An asynchronous iterator: anext may await, and ends the iteration with StopAsyncIteration.

import static io.asyncio4j.Asyncio.*;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopAsyncIteration;

class Reader implements AsyncIterator<String> {
    private final Iterator<String> lines;

    Reader(String... lines) {
        this.lines = List.of(lines).iterator();
    }

    Coroutine<String> readline() {
        return async(() -> {
            await(sleep(0.1));
            return lines.hasNext() ? lines.next() : "";
        });
    }

    @Override
    public String anext() throws Exception {
        String val = await(readline());
        if (val.isEmpty()) {
            throw new StopAsyncIteration();
        }
        return val;
    }
}

void main() throws Exception {
    run(() -> {
        for (String line : asyncFor(new Reader("first", "second", "third"))) {
            IO.println("async for: " + line);
        }

        // What the for statement above does.
        AsyncIterator<String> it = new Reader("first", "second", "third").aiter();
        while (true) {
            try {
                String line = it.anext();
                IO.println("by hand: " + line);
            } catch (StopAsyncIteration end) {
                break;
            }
        }
    });
}
