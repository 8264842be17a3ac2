package io.asyncio4j.benchmarks.ours;

import static io.asyncio4j.Asyncio.run;

/// The shortest program: what starts when an asyncio4j program starts.
public final class Hello {
    private Hello() {
    }

    /// Says hello from a coroutine.
    public static void main(String[] arguments) throws Exception {
        run(() -> System.out.println("hello"));
    }
}
