package io.asyncio4j.benchmarks;

import java.io.IOException;

/// Ends a server with the program that started it.
public final class Tied {
    private Tied() {
    }

    /// Halts when standard input ends.
    public static void toStandardInput() {
        Thread.ofPlatform().daemon().name("tied").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    continue;
                }
            } catch (IOException gone) {
                // the other side is gone as well then
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
