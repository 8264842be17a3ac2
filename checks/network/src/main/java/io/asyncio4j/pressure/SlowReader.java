package io.asyncio4j.pressure;

import io.asyncio4j.Asyncio;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.transport.Server;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/// A gibibyte through a reader slower than the writer: the memory stays flat.
final class SlowReader {
    private static final int BLOCK = 64 * 1024;
    private static final long TOTAL = 1L << 30;
    private static final long ALLOWED = 16L << 20;

    private SlowReader() {
    }

    static void run() throws Exception {
        long start = inUse();
        long[] most = new long[1];
        long begun = System.nanoTime();
        Asyncio.run(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                long count = 0;
                for (byte[] part = reader.read(BLOCK).await(); part.length > 0; part = reader.read(BLOCK).await()) {
                    long before = count;
                    count += part.length;
                    Sleep.sleep(0).await();
                    Sleep.sleep(0).await();
                    if (count >> 27 != before >> 27) {
                        most[0] = Math.max(most[0], inUse() - start);
                    }
                }
                writer.write((count + "\n").getBytes(StandardCharsets.US_ASCII));
                writer.close();
            }, 0).await();
            int port = Main.port(server);
            Connection connection = Streams.openConnection("127.0.0.1", port).await();
            byte[] block = new byte[BLOCK];
            for (long sent = 0; sent < TOTAL; sent += BLOCK) {
                connection.writer().write(block);
                connection.writer().drain().await();
            }
            connection.writer().writeEof();
            String counted = new String(connection.reader().readLine().await(), StandardCharsets.US_ASCII).strip();
            if (Long.parseLong(counted) != TOTAL) {
                throw new IllegalStateException("bytes were lost: " + counted + " of " + TOTAL + " have come");
            }
            connection.writer().close();
            server.close();
            server.waitClosed().await();
            return null;
        });
        System.out.printf("1 GiB through a slow reader in %.1f s: memory grew by %,d bytes at most%n",
                (System.nanoTime() - begun) / 1e9, most[0]);
        if (most[0] > ALLOWED) {
            throw new IllegalStateException("memory grew by more than " + ALLOWED + " bytes: " + most[0]);
        }
    }

    /// On the heap after a collection, and in buffers beside it.
    private static long inUse() {
        System.gc();
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            bytes += pool.getMemoryUsed();
        }
        return bytes;
    }
}
