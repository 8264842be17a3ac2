package io.asyncio4j.faults;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.go;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.tick;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Much at once, and more than the other side takes.
@OnEveryIo
class PressureTest {
    private static final int BLOCK = 64 * 1024;

    private final Io io;

    PressureTest(Io io) {
        this.io = io;
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void sixtyFourMebibytesThroughASlowReaderTakeNoMoreMemoryThanTheMarksAllow() throws Exception {
        io.net(() -> {
            int blocks = 1024;
            long[] most = new long[2];
            Server server = Streams.startServer((reader, writer) -> {
                long start = heapInUse();
                long count = 0;
                for (byte[] part = reader.read(BLOCK).await(); part.length > 0; part = reader.read(BLOCK).await()) {
                    long before = count;
                    count += part.length;
                    tick();
                    tick();
                    if (count / (16 << 20) != before / (16 << 20)) {
                        most[1] = Math.max(most[1], heapInUse() - start);
                    }
                }
                writer.write(bytes(count + "\n"));
                writer.close();
            }, 0).await();
            Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
            byte[] block = new byte[BLOCK];
            for (int i = 0; i < blocks; i++) {
                connection.writer().write(block);
                connection.writer().drain().await();
                most[0] = Math.max(most[0], connection.writer().transport().getWriteBufferSize());
            }
            connection.writer().writeEof();
            assertThat(connection.reader().readLine().await()).isEqualTo(bytes((long) blocks * BLOCK + "\n"));
            connection.writer().close();
            server.close();
            server.waitClosed().await();
            assertThat(most[0]).as("bytes buffered after drain").isLessThanOrEqualTo(BLOCK);
            assertThat(most[1]).as("growth of the heap").isLessThan(8 << 20);
        });
    }

    @Test
    void stormOfConnectionsIsAcceptedWhole() throws Exception {
        io.net(() -> {
            int storm = 1000;
            ServerOptions options = ServerOptions.DEFAULT.withBacklog(storm);
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(reader.readLine().await());
                writer.close();
            }, "127.0.0.1", 0, StreamServerOptions.DEFAULT.withServer(options)).await();
            List<Task<Void>> clients = new ArrayList<>();
            for (int i = 0; i < storm; i++) {
                byte[] own = bytes(i + "\n");
                clients.add(go(() -> {
                    Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
                    connection.writer().write(own);
                    assertThat(connection.reader().read().await()).isEqualTo(own);
                    connection.writer().close();
                    connection.writer().waitClosed().await();
                }));
            }
            Gather.gather(clients).await();
            server.close();
            server.waitClosed().await();
        });
    }
}
