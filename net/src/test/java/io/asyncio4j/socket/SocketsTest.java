package io.asyncio4j.socket;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryIo
class SocketsTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);
    private final Io io;

    @TempDir
    private Path directory;

    SocketsTest(Io io) {
        this.io = io;
    }

    private static ServerSocketChannel listening() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(ANY_PORT);
        server.configureBlocking(false);
        return server;
    }

    private static SocketChannel unconnected() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        return channel;
    }

    private static DatagramChannel datagrams() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.bind(ANY_PORT);
        channel.configureBlocking(false);
        return channel;
    }

    /// Two sockets that are connected with each other.
    private record Pair(SocketChannel here, SocketChannel there) implements AutoCloseable {
        static Pair connected() throws Exception {
            try (ServerSocketChannel server = listening()) {
                Task<SocketChannel> accepted = spawn(Sockets.sockAccept(server));
                SocketChannel here = unconnected();
                Sockets.sockConnect(here, server.getLocalAddress()).await();
                return new Pair(here, accepted.await());
            }
        }

        @Override
        public void close() throws IOException {
            here.close();
            there.close();
        }
    }

    // ---- streams

    @Test
    @CPythonTest({"test_sock_lowlevel.BaseSockTestsMixin.test_sock_client_ops",
            "test_sock_lowlevel.BaseSockTestsMixin.test_sock_accept"})
    void socketsConnectExchangeAndEnd() throws Exception {
        io.net(() -> {
            try (Pair pair = Pair.connected()) {
                assertThat(pair.there().isBlocking()).isFalse();
                assertThat(pair.here().getRemoteAddress()).isEqualTo(pair.there().getLocalAddress());
                Task<byte[]> waiting = spawn(Sockets.sockRecv(pair.there(), 100));
                tick();
                assertThat(waiting.isDone()).isFalse();
                Sockets.sockSendAll(pair.here(), bytes("hello")).await();
                assertThat(text(waiting.await())).isEqualTo("hello");
                Sockets.sockSendAll(pair.here(), bytes("at once")).await();
                assertThat(text(Sockets.sockRecv(pair.there(), 2).await())).isEqualTo("at");
                assertThat(text(Sockets.sockRecv(pair.there(), 100).await())).isEqualTo(" once");
                assertThat(Sockets.sockRecv(pair.there(), 0).await()).isEmpty();
                pair.here().shutdownOutput();
                assertThat(Sockets.sockRecv(pair.there(), 100).await()).isEmpty();
                assertThat(Sockets.sockRecv(pair.there(), 100).await()).isEmpty();
            }
        });
    }

    @Test
    @CPythonTest("test_sock_lowlevel.BaseSockTestsMixin.test_unix_sock_client_ops")
    void unixSocketsDoTheSame() throws Exception {
        io.net(() -> {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                    SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(address);
                server.configureBlocking(false);
                client.configureBlocking(false);
                Task<SocketChannel> accepted = spawn(Sockets.sockAccept(server));
                tick();
                Sockets.sockConnect(client, address).await();
                try (SocketChannel there = accepted.await()) {
                    Task<byte[]> waiting = spawn(Sockets.sockRecv(there, 100));
                    tick();
                    Sockets.sockSendAll(client, bytes("hello")).await();
                    assertThat(text(waiting.await())).isEqualTo("hello");
                }
            }
        });
    }

    @Test
    @CPythonTest({"test_sock_lowlevel.BaseSockTestsMixin.test_huge_content",
            "test_sock_lowlevel.BaseSockTestsMixin.test_huge_content_recvinto"})
    void tenMegabytesGoThroughWhileTheOtherSideReads() throws Exception {
        io.net(() -> {
            byte[] data = new byte[10 << 20];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (i * 31 >> 3);
            }
            try (Pair pair = Pair.connected()) {
                Task<Void> sending = spawn(Sockets.sockSendAll(pair.here(), data));
                ByteBuffer received = ByteBuffer.allocate(data.length);
                while (received.position() < data.length / 2) {
                    received.put(Sockets.sockRecv(pair.there(), data.length).await());
                }
                while (received.hasRemaining()) {
                    int before = received.position();
                    int count = Sockets.sockRecvInto(pair.there(), received).await();
                    assertThat(count).isPositive().isEqualTo(received.position() - before);
                }
                sending.await();
                assertThat(received.array()).isEqualTo(data);
                pair.here().shutdownOutput();
                assertThat(Sockets.sockRecvInto(pair.there(), ByteBuffer.allocate(10)).await()).isZero();
            }
        });
    }

    @Test
    void pipesOfTheJdkCanBeReadAndWritten() throws Exception {
        io.net(() -> {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            pipe.sink().configureBlocking(false);
            try (Pipe.SourceChannel source = pipe.source(); Pipe.SinkChannel sink = pipe.sink()) {
                Task<byte[]> waiting = spawn(Sockets.sockRecv(source, 100));
                tick();
                Sockets.sockSendAll(sink, bytes("hello")).await();
                assertThat(text(waiting.await())).isEqualTo("hello");
            }
        });
    }

    @Test
    @CPythonTest("test_sock_lowlevel.BaseSockTestsMixin.test_sock_client_fail")
    void refusedConnectionNamesTheAddress() throws Exception {
        io.net(() -> {
            InetSocketAddress free;
            try (ServerSocketChannel probe = listening()) {
                free = (InetSocketAddress) probe.getLocalAddress();
            }
            try (SocketChannel channel = unconnected()) {
                assertThatThrownBy(() -> Sockets.sockConnect(channel, free).await())
                        .isInstanceOf(ConnectException.class).hasMessageContaining("sockConnect to " + free);
            }
        });
    }

    @Test
    @CPythonTest("test_selector_events.BaseSelectorEventLoopTests.test_sock_connect_resolve_using_socket_params")
    void hostNamesAreResolved() throws Exception {
        io.net(() -> {
            try (ServerSocketChannel server = listening(); SocketChannel channel = unconnected()) {
                Task<SocketChannel> accepted = spawn(Sockets.sockAccept(server));
                int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
                Sockets.sockConnect(channel, InetSocketAddress.createUnresolved("127.0.0.1", port)).await();
                accepted.await().close();
            }
        });
    }

    // ---- cancellation

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_prompt_cancellation",
            "test_sock_lowlevel.BaseSockTestsMixin.test_sock_client_racing",
            "test_sock_lowlevel.BaseSockTestsMixin.test_cancel_sock_accept",
            "test_sock_lowlevel.BaseSockTestsMixin.test_sock_client_connect_racing"})
    void cancelledOperationsTakeNothingAndMakePlaceAtOnce() throws Exception {
        io.net(() -> {
            try (Pair pair = Pair.connected()) {
                Task<byte[]> cancelled = spawn(Sockets.sockRecv(pair.there(), 100));
                tick();
                cancelled.cancel();
                Task<byte[]> next = spawn(Sockets.sockRecv(pair.there(), 100));
                Sockets.sockSendAll(pair.here(), bytes("hello")).await();
                assertThat(catchThrowable(cancelled::await)).isInstanceOf(CancelledError.class);
                assertThat(text(next.await())).isEqualTo("hello");
            }
            try (ServerSocketChannel server = listening(); SocketChannel client = unconnected()) {
                Task<SocketChannel> cancelled = spawn(Sockets.sockAccept(server));
                tick();
                Sockets.sockConnect(client, server.getLocalAddress()).await();
                cancelled.cancel();
                assertThat(catchThrowable(cancelled::await)).isInstanceOf(CancelledError.class);
                try (SocketChannel accepted = Sockets.sockAccept(server).await()) {
                    assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
                }
            }
        });
    }

    @Test
    void cancellationInTheIterationOfTheReadinessLosesNoByte() throws Exception {
        io.net(() -> {
            try (Pair pair = Pair.connected()) {
                for (int i = 0; i < 50; i++) {
                    Task<byte[]> reading = spawn(Sockets.sockRecv(pair.there(), 100));
                    tick();
                    pair.here().write(ByteBuffer.wrap(bytes("x")));
                    for (int j = 0; j < i % 5; j++) {
                        tick();
                    }
                    reading.cancel();
                    String got;
                    try {
                        got = text(reading.await());
                    } catch (CancelledError _) {
                        got = text(Sockets.sockRecv(pair.there(), 100).await());
                    }
                    assertThat(got).isEqualTo("x");
                }
            }
        });
    }

    @Test
    void operationWhoseChannelAnotherOneTakesIsTold() throws Exception {
        io.net(() -> {
            try (Pair pair = Pair.connected()) {
                Task<byte[]> first = spawn(Sockets.sockRecv(pair.there(), 100));
                tick();
                Task<byte[]> second = spawn(Sockets.sockRecv(pair.there(), 100));
                assertThatThrownBy(first::await).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("sockRecv has lost its channel");
                Sockets.sockSendAll(pair.here(), bytes("hello")).await();
                assertThat(text(second.await())).isEqualTo("hello");
            }
        });
    }

    @Test
    void channelCanBeMadeBlockingAsSoonAsAnOperationHasEnded() throws Exception {
        io.net(() -> {
            try (Pair pair = Pair.connected()) {
                Task<byte[]> waiting = spawn(Sockets.sockRecv(pair.there(), 100));
                tick();
                Sockets.sockSendAll(pair.here(), bytes("hello")).await();
                assertThat(text(waiting.await())).isEqualTo("hello");
                pair.there().configureBlocking(true);
                pair.here().write(ByteBuffer.wrap(bytes("there")));
                ByteBuffer target = ByteBuffer.allocate(5);
                assertThat(pair.there().read(target)).isEqualTo(5);
            }
        });
    }

    @Test
    void operationsLeaveNoDescriptorAndNoWatch() throws Exception {
        io.net(() -> {
            Pair.connected().close();
            long before = Descriptors.sockets();
            for (int i = 0; i < 20; i++) {
                try (Pair pair = Pair.connected()) {
                    Task<byte[]> cancelled = spawn(Sockets.sockRecv(pair.there(), 100));
                    tick();
                    cancelled.cancel();
                    catchThrowable(cancelled::await);
                    assertThat(Readers.removeReader(pair.there())).isFalse();
                }
            }
            until("they are closed", () -> {
                try {
                    return Descriptors.sockets() == before;
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
        });
    }

    // ---- datagrams

    @Test
    @CPythonTest({"test_sock_lowlevel.BaseSockTestsMixin.test_recvfrom",
            "test_sock_lowlevel.BaseSockTestsMixin.test_recvfrom_into",
            "test_sock_lowlevel.BaseSockTestsMixin.test_sendto_blocking"})
    void datagramsAreSentReceivedAndCut() throws Exception {
        io.net(() -> {
            try (DatagramChannel server = datagrams(); DatagramChannel client = datagrams()) {
                Task<Received> waiting = spawn(Sockets.sockRecvFrom(server, 100));
                tick();
                assertThat(Sockets.sockSendTo(client, bytes("hello"), server.getLocalAddress()).await()).isEqualTo(5);
                Received received = waiting.await();
                assertThat(text(received.data())).isEqualTo("hello");
                assertThat(received.sender()).isEqualTo(client.getLocalAddress());
                Sockets.sockSendTo(client, bytes("truncated"), server.getLocalAddress()).await();
                assertThat(text(Sockets.sockRecvFrom(server, 5).await().data())).isEqualTo("trunc");
                ByteBuffer target = ByteBuffer.allocate(10).position(2);
                Sockets.sockSendTo(client, bytes("into"), server.getLocalAddress()).await();
                ReceivedInto into = Sockets.sockRecvFromInto(server, target).await();
                assertThat(into).isEqualTo(new ReceivedInto(4, client.getLocalAddress()));
                assertThat(target.position()).isEqualTo(6);
                assertThat(new String(target.array(), 2, 4)).isEqualTo("into");
                Sockets.sockSendTo(client, bytes(""), server.getLocalAddress()).await();
                assertThat(Sockets.sockRecvFrom(server, 10).await().data()).isEmpty();
            }
        });
    }

    @Test
    @CPythonTest("test_sock_lowlevel.ProactorEventLoopTests.test_recvfrom_into_wrong_size")
    void countThatDoesNotFitIsRefused() throws Exception {
        io.net(() -> {
            try (DatagramChannel channel = datagrams()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Sockets.sockRecvFromInto(channel, ByteBuffer.allocate(5), 6))
                        .withMessageContaining("6 bytes into room for 5");
                assertThatIllegalArgumentException().isThrownBy(() -> Sockets.sockRecvFrom(channel, -1));
            }
        });
    }

    @Test
    @CPythonTest({
            "test_sock_lowlevel.ProactorEventLoopTests.test_datagram_send_to_non_listening_address_recvfrom",
            "test_sock_lowlevel.ProactorEventLoopTests.test_datagram_send_to_non_listening_address_recvfrom_into"})
    void nobodyAtTheOtherSideIsTold() throws Exception {
        io.net(() -> {
            InetSocketAddress free;
            try (DatagramChannel probe = datagrams()) {
                free = (InetSocketAddress) probe.getLocalAddress();
            }
            try (DatagramChannel channel = datagrams()) {
                Sockets.sockConnect(channel, free).await();
                Sockets.sockSendTo(channel, bytes("x"), free).await();
                assertThatThrownBy(() -> Sockets.sockRecvFrom(channel, 10).await())
                        .isInstanceOf(ConnectException.class).hasMessageContaining("nobody listens at " + free);
                Sockets.sockSendTo(channel, bytes("x"), free).await();
                assertThatThrownBy(() -> Sockets.sockRecvFromInto(channel, ByteBuffer.allocate(10)).await())
                        .isInstanceOf(ConnectException.class);
            }
        });
    }

    // ---- refusals

    @Test
    @CPythonTest("test_base_events.BaseLoopSockSendfileTests.test_blocking_socket")
    void blockingChannelsAreRefused() throws Exception {
        io.net(() -> {
            try (SocketChannel channel = SocketChannel.open();
                    ServerSocketChannel server = ServerSocketChannel.open();
                    FileChannel file = FileChannel.open(Files.createFile(directory.resolve("file")))) {
                for (var operation : List.of(Sockets.sockRecv(channel, 1), Sockets.sockSendAll(channel, bytes("x")),
                        Sockets.sockRecvInto(channel, ByteBuffer.allocate(1)), Sockets.sockAccept(server),
                        Sockets.sockConnect(channel, ANY_PORT), Sockets.sockSendfile(channel, file))) {
                    assertThatThrownBy(operation::await).isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("is blocking").hasMessageContaining("configureBlocking(false)");
                }
            }
        });
    }

    @Test
    @CPythonTest({"test_sock_lowlevel.BaseSockTestsMixin.test_create_connection_sock",
            "test_unix_events.TestFunctional.test_add_reader_or_writer_transport_fd"})
    void channelsOfATransportAreRefused() throws Exception {
        io.net(() -> {
            try (ServerSocketChannel server = listening()) {
                Task<SocketChannel> accepted = spawn(Sockets.sockAccept(server));
                SocketChannel channel = unconnected();
                Sockets.sockConnect(channel, server.getLocalAddress()).await();
                SocketChannel there = accepted.await();
                Transport transport =
                        Connections.connectAcceptedSocket(() -> new Protocol() {
                        }, channel).await().transport();
                assertThatThrownBy(() -> Sockets.sockRecv(channel, 1).await())
                        .isInstanceOf(IllegalStateException.class).hasMessageContaining("is used by a transport");
                assertThatThrownBy(() -> Readers.addReader(channel, () -> {
                })).isInstanceOf(IllegalStateException.class);
                transport.write(bytes("still works"));
                assertThat(text(Sockets.sockRecv(there, 100).await())).isEqualTo("still works");
                transport.close();
                assertThat(Sockets.sockRecv(there, 100).await()).isEmpty();
                there.close();
            }
        });
    }

    @Test
    void closedChannelIsAFailureAndNotAHang() throws Exception {
        io.net(() -> {
            Pair pair = Pair.connected();
            pair.close();
            List<Throwable> failures = new ArrayList<>();
            failures.add(catchThrowable(() -> Sockets.sockRecv(pair.here(), 1).await()));
            failures.add(catchThrowable(() -> Sockets.sockSendAll(pair.here(), bytes("x")).await()));
            assertThat(failures).allSatisfy(failure -> assertThat(failure).isInstanceOf(IOException.class));
        });
    }

    @Test
    void smallSendBufferMakesTheSenderWaitForTheReader() throws Exception {
        io.net(() -> {
            try (Pair pair = Pair.connected()) {
                pair.here().setOption(StandardSocketOptions.SO_SNDBUF, 4096);
                Task<Void> sending = spawn(Sockets.sockSendAll(pair.here(), new byte[8 << 20]));
                for (int i = 0; i < 10; i++) {
                    tick();
                }
                assertThat(sending.isDone()).isFalse();
                int total = 0;
                while (total < 8 << 20) {
                    total += Sockets.sockRecv(pair.there(), 1 << 20).await().length;
                }
                sending.await();
            }
        });
    }
}
