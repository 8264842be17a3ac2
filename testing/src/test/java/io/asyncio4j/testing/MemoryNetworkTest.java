package io.asyncio4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.WaitFor;
import io.asyncio4j.transport.ConnectionResetException;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class MemoryNetworkTest {
    private static final StreamHandler ECHO = (reader, writer) -> {
        for (byte[] line = reader.readLine().await(); line.length > 0; line = reader.readLine().await()) {
            writer.write(line);
            writer.drain().await();
        }
        writer.close();
    };

    private static int port(Server server) {
        return ((InetSocketAddress) server.sockets().getFirst().localAddress()).getPort();
    }

    @Test
    void serversAndStreamsWorkWithoutSocketsAndWithoutTime() throws Exception {
        MemoryNetwork.run(() -> {
            Server server = Streams.startServer(ECHO, 0).await();
            for (int i = 0; i < 3; i++) {
                Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
                connection.writer().write("hello\n".getBytes());
                assertThat(connection.reader().readLine().await()).asString().isEqualTo("hello\n");
                Sleep.sleep(3600).await();
                connection.writer().writeEof();
                assertThat(connection.reader().read().await()).isEmpty();
                connection.writer().close();
                connection.writer().waitClosed().await();
            }
            server.close();
            server.waitClosed().await();
            assertThat(EventLoop.running().time()).isBetween(10_800.0, 10_800.1);
            return null;
        });
    }

    @Test
    void megabytesGoThroughUnderFlowControl() throws Exception {
        MemoryNetwork.run(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                long count = 0;
                for (byte[] part = reader.read(5000).await(); part.length > 0; part = reader.read(5000).await()) {
                    count += part.length;
                }
                writer.write((count + "\n").getBytes());
                writer.close();
            }, 0).await();
            Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
            for (int i = 0; i < 50; i++) {
                connection.writer().write(new byte[100_000]);
                connection.writer().drain().await();
                assertThat(connection.writer().transport().getWriteBufferSize()).isLessThanOrEqualTo(64 * 1024);
            }
            connection.writer().writeEof();
            assertThat(connection.reader().readLine().await()).asString().isEqualTo("5000000\n");
            connection.writer().close();
            server.close();
            server.waitClosed().await();
            return null;
        });
    }

    @Test
    void nobodyAtTheAddressIsARefusalAndATakenOneABindFailure() throws Exception {
        MemoryNetwork.run(() -> {
            assertThatThrownBy(() -> Streams.openConnection("127.0.0.1", 7).await())
                    .isInstanceOf(ConnectException.class).hasMessageContaining("connection refused");
            Server server = Streams.startServer(ECHO, 7000).await();
            assertThatThrownBy(() -> Streams.startServer(ECHO, 7000).await()).isInstanceOf(BindException.class)
                    .hasMessageContaining("7000");
            server.close();
            assertThatThrownBy(() -> Streams.openConnection("127.0.0.1", 7000).await())
                    .isInstanceOf(ConnectException.class);
            Streams.startServer(ECHO, 7000).await().close();
            return null;
        });
    }

    @Test
    void serverOnAllInterfacesIsFoundAtEachAddress() throws Exception {
        MemoryNetwork.run(() -> {
            Server server = Connections.createServer(() -> new Protocol() {
            }, Connections.ALL_INTERFACES, 80,
                    ServerOptions.DEFAULT.withSocketOption(StandardSocketOptions.SO_RCVBUF, 1)).await();
            assertThat(server.sockets().getFirst().getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(1);
            for (String host : new String[]{"127.0.0.1", "192.0.2.7", "::1"}) {
                Streams.openConnection(host, 80).await().writer().close();
            }
            server.close();
            server.waitClosed().await();
            return null;
        });
    }

    @Test
    void connectionBeyondTheBacklogWaitsUntilTheServerAccepts() throws Exception {
        MemoryNetwork.run(() -> {
            Server server = Connections.createServer(() -> new Protocol() {
            }, "127.0.0.1", 0, ServerOptions.DEFAULT.withBacklog(1).withStartServing(false)).await();
            Connection first = Streams.openConnection("127.0.0.1", port(server)).await();
            assertThatThrownBy(() -> WaitFor.waitFor(Streams.openConnection("127.0.0.1", port(server)), 5).await())
                    .isInstanceOf(TimeoutException.class);
            Task<Connection> second = Task.create(EventLoop.running(),
                    Streams.openConnection("127.0.0.1", port(server)), null, null);
            Sleep.sleep(1).await();
            assertThat(second.isDone()).isFalse();
            server.startServing().await();
            second.await().writer().close();
            first.writer().close();
            server.close();
            server.waitClosed().await();
            return null;
        });
    }

    @Test
    void closingWithUnreadBytesResetsThePeer() throws Exception {
        MemoryNetwork.run(() -> {
            Server server = Connections.createServer(() -> new Protocol() {
                @Override
                public void connectionMade(io.asyncio4j.transport.Transport transport) {
                    transport.pauseReading();
                    EventLoop.running().callLater(1, transport::abort);
                }
            }, 0).await();
            Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
            connection.writer().write("lost".getBytes());
            assertThatThrownBy(() -> connection.reader().read().await()).isInstanceOf(ConnectionResetException.class);
            assertThatThrownBy(() -> connection.writer().waitClosed().await())
                    .isInstanceOf(ConnectionResetException.class);
            server.close();
            return null;
        });
    }

    @Test
    void pairIsTwoStreamsOnAnyLoop() throws Exception {
        try (EventLoop loop = new EventLoop()) {
            RunUntilComplete.runUntilComplete(loop, () -> {
                MemoryPair.Streams ends = MemoryPair.streams().await();
                ends.left().writer().write("ping\n".getBytes());
                assertThat(ends.right().reader().readLine().await()).asString().isEqualTo("ping\n");
                ends.right().writer().write("pong\n".getBytes());
                ends.right().writer().close();
                assertThat(ends.left().reader().read().await()).asString().isEqualTo("pong\n");
                ends.left().writer().close();
                ends.left().writer().waitClosed().await();
                return null;
            });
        }
    }

    @Test
    void capacityMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> MemoryNetwork.newLoop(0))
                .withMessageContaining("give at least one byte");
    }
}
