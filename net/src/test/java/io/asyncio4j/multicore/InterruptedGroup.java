package io.asyncio4j.multicore;

import io.asyncio4j.loop.KeyboardInterrupt;

/// A group in a JVM of its own that joins on the main thread, and tells its port and how it ended.
public final class InterruptedGroup {
    private InterruptedGroup() {
    }

    public static void main(String[] arguments) throws Exception {
        LoopGroupOptions options = LoopGroupOptions.DEFAULT.withLoops(2).withDrainSeconds(40);
        try (LoopGroup group = LoopGroup.startServer((reader, writer) -> {
            for (byte[] line = reader.readLine().await(); line.length > 0; line = reader.readLine().await()) {
                writer.write(line);
            }
            writer.close();
        }, "127.0.0.1", 0, options)) {
            System.out.println(group.address().getPort());
            try {
                group.join();
            } catch (KeyboardInterrupt interrupt) {
                System.out.println("interrupted, stopped: " + group.isStopped());
            }
        }
    }
}
