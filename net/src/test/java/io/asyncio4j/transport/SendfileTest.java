package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.socket.Sockets;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.tls.Tls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryIo
class SendfileTest {
    private static final int SIZE = 3_000_017;
    private static final byte[] DATA = new byte[SIZE];

    @TempDir
    private static Path directory;
    private static Path path;

    private final Io io;

    SendfileTest(Io io) {
        this.io = io;
    }

    @BeforeAll
    static void writeFile() throws IOException {
        for (int i = 0; i < SIZE; i++) {
            DATA[i] = (byte) (i * 31 >> 5);
        }
        path = directory.resolve("data");
        Files.write(path, DATA);
    }

    /// A protocol that keeps what it receives, and can be slow.
    private static final class Collector implements Protocol {
        final ByteArrayOutputStream data = new ByteArrayOutputStream();
        Transport transport;
        boolean slow;
        boolean ended;
        boolean lost;
        int closeAfter = Integer.MAX_VALUE;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
            if (slow) {
                made.pauseReading();
            }
        }

        @Override
        public void dataReceived(byte[] part) {
            data.writeBytes(part);
            if (data.size() >= closeAfter) {
                transport.abort();
            }
        }

        @Override
        public boolean eofReceived() {
            ended = true;
            return false;
        }

        @Override
        public void connectionLost(Throwable failure) {
            lost = true;
        }
    }

    private record Link(Transport sender, Recorder protocol, Collector receiver, Server server) {
        void close() throws Exception {
            sender.close();
            receiver.transport.resumeReading();
            until("both have lost it", () -> receiver.lost && protocol.heard.getLast().startsWith("lost"));
            server.close();
            server.waitClosed().await();
        }
    }

    private Link link(Collector receiver) throws Exception {
        return link(receiver, ServerOptions.DEFAULT, ConnectOptions.DEFAULT);
    }

    private Link link(Collector receiver, ServerOptions serves, ConnectOptions connects) throws Exception {
        Server server = Connections.createServer(() -> receiver, List.of("127.0.0.1"), 0,
                serves.withSocketOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024)).await();
        Connected<Recorder> client = Connections.createConnection(Recorder::new, "localhost", port(server),
                connects.withSocketOption(StandardSocketOptions.SO_SNDBUF, 16 * 1024)
                        .withResolver(_ -> List.of(InetAddress.ofLiteral("127.0.0.1"))))
                .await();
        until("the server has it", () -> receiver.transport != null);
        return new Link(client.transport(), client.protocol(), receiver, server);
    }

    private Link overTls(Collector receiver) throws Exception {
        Tls tls = Tls.builder().certificate(resource("localhost.pem"), resource("localhost.key")).build();
        Tls client = Tls.builder().trust(resource("ca.pem")).build();
        return link(receiver, ServerOptions.DEFAULT.withTls(tls), ConnectOptions.DEFAULT.withTls(client));
    }

    private Path resource(String name) throws Exception {
        return Path.of(getClass().getResource("/tls/" + name).toURI());
    }

    private static FileChannel file() throws IOException {
        return FileChannel.open(path);
    }

    // ---- the whole file and parts of it

    @Test
    @CPythonTest({"test_sendfile.SendfileMixin.test_sendfile",
            "test_sendfile.SendfileMixin.test_sendfile_pre_and_post_data"})
    void fileComesBetweenWhatIsWrittenBeforeAndAfter() throws Exception {
        io.net(() -> {
            Link link = link(new Collector());
            try (FileChannel file = file()) {
                byte[] before = new byte[500_000];
                Arrays.fill(before, (byte) 'b');
                link.sender().write(before);
                assertThat(Sendfile.sendfile(link.sender(), file).await()).isEqualTo(SIZE);
                assertThat(file.position()).isEqualTo(SIZE);
                assertThat(file.isOpen()).isTrue();
                link.sender().write(bytes("after"));
                until("all has come", () -> link.receiver().data.size() == before.length + SIZE + 5);
                byte[] all = link.receiver().data.toByteArray();
                assertThat(Arrays.copyOf(all, before.length)).isEqualTo(before);
                assertThat(Arrays.copyOfRange(all, before.length, before.length + SIZE)).isEqualTo(DATA);
                assertThat(Arrays.copyOfRange(all, before.length + SIZE, all.length)).isEqualTo(bytes("after"));
            }
            link.close();
        });
    }

    @Test
    @CPythonTest({"test_sendfile.SendfileMixin.test_sendfile_partial",
            "test_sendfile.SendfileMixin.test_sendfile_ssl_partial",
            "test_sendfile.SockSendfileMixin.test_sendfile_offset"})
    void partIsSentAndThePositionIsBehindIt() throws Exception {
        io.net(() -> {
            for (boolean secure : new boolean[]{false, true}) {
                Link link = secure ? overTls(new Collector()) : link(new Collector());
                try (FileChannel file = file()) {
                    assertThat(Sendfile.sendfile(link.sender(), file, 1000, 100, true).await()).isEqualTo(100);
                    assertThat(file.position()).isEqualTo(1100);
                    assertThat(Sendfile.sendfile(link.sender(), file, SIZE - 50, 100, true).await()).isEqualTo(50);
                    assertThat(file.position()).isEqualTo(SIZE);
                    file.position(7);
                    assertThat(Sendfile.sendfile(link.sender(), file, SIZE + 50, 100, true).await()).isZero();
                    assertThat(file.position()).isEqualTo(7);
                    until("all has come", () -> link.receiver().data.size() == 150);
                    assertThat(Arrays.copyOf(link.receiver().data.toByteArray(), 100))
                            .isEqualTo(Arrays.copyOfRange(DATA, 1000, 1100));
                }
                link.close();
            }
        });
    }

    @Test
    @CPythonTest({"test_sendfile.SendfileMixin.test_sendfile_ssl",
            "test_sendfile.SendfileMixin.test_sendfile_ssl_pre_and_post_data",
            "test_sendfile.SendfileMixin.test_sendfile_force_fallback"})
    void overTlsItIsReadAndWritten() throws Exception {
        io.net(() -> {
            Link link = overTls(new Collector());
            try (FileChannel file = file()) {
                assertThatThrownBy(
                        () -> Sendfile.sendfile(link.sender(), file, 0, Sendfile.TO_END, false).await())
                        .isInstanceOf(SendfileNotAvailableException.class).hasMessageContaining("TLS");
                link.sender().write(bytes("before"));
                assertThat(Sendfile.sendfile(link.sender(), file).await()).isEqualTo(SIZE);
                assertThat(file.position()).isEqualTo(SIZE);
                link.sender().write(bytes("after"));
                until("all has come", () -> link.receiver().data.size() == SIZE + 11);
                assertThat(Arrays.copyOfRange(link.receiver().data.toByteArray(), 6, SIZE + 6)).isEqualTo(DATA);
            }
            assertThat(link.sender().getProtocol()).isSameAs(link.protocol());
            link.close();
        });
    }

    @Test
    @CPythonTest({"test_sendfile.SendfileMixin.test_sendfile_no_fallback_for_fallback_transport",
            "test_sendfile.SendfileMixin.test_sendfile_force_unsupported_native"})
    void withoutTheFallbackItIsTheOperatingSystemOrNothing() throws Exception {
        io.net(() -> {
            Link link = link(new Collector());
            try (FileChannel file = file()) {
                if (io == Io.IO_URING) {
                    assertThatThrownBy(
                            () -> Sendfile.sendfile(link.sender(), file, 0, Sendfile.TO_END, false).await())
                            .isInstanceOf(SendfileNotAvailableException.class)
                            .hasMessageContaining("allow the fallback");
                    assertThat(file.position()).isZero();
                    link.sender().write(bytes("x"));
                    until("writing goes on", () -> link.receiver().data.size() == 1);
                } else {
                    assertThat(Sendfile.sendfile(link.sender(), file, 0, Sendfile.TO_END, false).await())
                            .isEqualTo(SIZE);
                    until("all has come", () -> link.receiver().data.size() == SIZE);
                }
            }
            link.close();
        });
    }

    @Test
    void emptyFileIsNothing() throws Exception {
        io.net(() -> {
            Link link = link(new Collector());
            Path empty = directory.resolve("empty");
            Files.write(empty, new byte[0]);
            try (FileChannel file = FileChannel.open(empty)) {
                assertThat(Sendfile.sendfile(link.sender(), file).await()).isZero();
            }
            link.close();
        });
    }

    // ---- what may not be done

    @Test
    @CPythonTest({"test_sendfile.SendfileMixin.test_sendfile_for_closing_transp",
            "test_sendfile.SendfileMixin.test_sendfile_not_supported",
            "test_base_events.BaseLoopSockSendfileTests.test_negative_count",
            "test_base_events.BaseLoopSockSendfileTests.test_negative_offset"})
    void closingAndForeignTransportsAndBadRangesAreRefused() throws Exception {
        io.net(() -> {
            Link link = link(new Collector());
            try (FileChannel file = file()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Sendfile.sendfile(link.sender(), file, -1, 1, true))
                        .withMessageContaining("offset is negative");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Sendfile.sendfile(link.sender(), file, 0, 0, true))
                        .withMessageContaining("count is not positive");
                link.sender().close();
                assertThatThrownBy(() -> Sendfile.sendfile(link.sender(), file).await())
                        .isInstanceOf(IllegalStateException.class).hasMessageContaining("came after close");
            }
            link.close();
        });
    }

    @Test
    @CPythonTest("test_sendfile.SendfileMixin.test_sendfile_prevents_bare_write")
    void nobodyMayWriteBetweenOrSendAnotherFile() throws Exception {
        io.net(() -> {
            Collector receiver = new Collector();
            receiver.slow = true;
            Link link = link(receiver);
            try (FileChannel file = file()) {
                Task<Long> sending = spawn(Sendfile.sendfile(link.sender(), file));
                tick();
                assertThatThrownBy(() -> link.sender().write(bytes("between")))
                        .isInstanceOf(IllegalStateException.class).hasMessageContaining("file is being sent");
                assertThatThrownBy(() -> Sendfile.sendfile(link.sender(), file).await())
                        .isInstanceOf(IllegalStateException.class).hasMessageContaining("another file");
                receiver.transport.resumeReading();
                assertThat(sending.await()).isEqualTo(SIZE);
                link.sender().write(bytes("x"));
                until("all has come", () -> receiver.data.size() == SIZE + 1);
                assertThat(Arrays.copyOf(receiver.data.toByteArray(), SIZE)).isEqualTo(DATA);
            }
            link.close();
        });
    }

    @Test
    void readingIsPausedMeanwhileAndGoesOnAfterwards() throws Exception {
        io.net(() -> {
            Collector receiver = new Collector();
            receiver.slow = true;
            Link link = link(receiver);
            try (FileChannel file = file()) {
                Task<Long> sending = spawn(Sendfile.sendfile(link.sender(), file));
                tick();
                assertThat(link.sender().isReading()).isFalse();
                receiver.transport.write(bytes("answer"));
                for (int i = 0; i < 10; i++) {
                    tick();
                }
                assertThat(link.protocol().heard).containsExactly("made");
                receiver.transport.resumeReading();
                sending.await();
                assertThat(link.sender().isReading()).isTrue();
                until("the answer is heard", () -> link.protocol().heard.contains("answer"));
                link.sender().pauseReading();
                Sendfile.sendfile(link.sender(), file, 0, 10, true).await();
                assertThat(link.sender().isReading()).isFalse();
            }
            link.close();
        });
    }

    // ---- interruptions

    @Test
    void cancellationStopsTheFileAndTheConnectionGoesOn() throws Exception {
        io.net(() -> {
            for (boolean secure : new boolean[]{false, true}) {
                Collector receiver = new Collector();
                receiver.slow = true;
                Link link = secure ? overTls(receiver) : link(receiver);
                try (FileChannel file = file()) {
                    Task<Long> sending = spawn(Sendfile.sendfile(link.sender(), file));
                    for (int i = 0; i < 50; i++) {
                        tick();
                    }
                    sending.cancel();
                    assertThat(catchThrowable(sending::await)).isInstanceOf(CancelledError.class);
                    long sent = file.position();
                    assertThat(sent).isLessThan(SIZE);
                    assertThat(link.sender().getProtocol()).isSameAs(link.protocol());
                    assertThat(link.sender().isReading()).isTrue();
                    link.sender().write(bytes("after"));
                    receiver.transport.resumeReading();
                    until("the rest has come", () -> new String(receiver.data.toByteArray()).endsWith("after"));
                    byte[] all = receiver.data.toByteArray();
                    if (!secure && io != Io.IO_URING) {
                        assertThat((long) all.length).isEqualTo(sent + 5);
                    }
                    assertThat(Arrays.copyOf(all, all.length - 5)).isEqualTo(Arrays.copyOf(DATA, all.length - 5));
                }
                link.close();
            }
        });
    }

    @Test
    @CPythonTest({"test_sendfile.SendfileMixin.test_sendfile_close_peer_in_the_middle_of_receiving",
            "test_sendfile.SendfileMixin.test_sendfile_fallback_close_peer_in_the_middle_of_receiving"})
    void peerThatGoesInTheMiddleIsAFailureAndThePositionTellsHowFarItCame() throws Exception {
        io.net(() -> {
            for (boolean secure : new boolean[]{false, true}) {
                Collector receiver = new Collector();
                receiver.closeAfter = 65_536;
                Link link = secure ? overTls(receiver) : link(receiver);
                try (FileChannel file = file()) {
                    assertThatThrownBy(() -> Sendfile.sendfile(link.sender(), file).await())
                            .isInstanceOf(IOException.class);
                    assertThat(file.position()).isPositive().isLessThan(SIZE);
                }
                until("both have lost it", () -> receiver.lost && link.protocol().heard.getLast().startsWith("lost"));
                link.server().close();
                link.server().waitClosed().await();
            }
        });
    }

    @Test
    @CPythonTest({"test_sendfile.SendfileMixin.test_sendfile_close_peer_after_receiving",
            "test_sendfile.SendfileMixin.test_sendfile_ssl_close_peer_after_receiving"})
    void peerThatGoesAfterTheLastByteIsNoFailure() throws Exception {
        io.net(() -> {
            for (boolean secure : new boolean[]{false, true}) {
                Collector receiver = new Collector();
                receiver.closeAfter = SIZE;
                Link link = secure ? overTls(receiver) : link(receiver);
                try (FileChannel file = file()) {
                    assertThat(Sendfile.sendfile(link.sender(), file).await()).isEqualTo(SIZE);
                    assertThat(file.position()).isEqualTo(SIZE);
                }
                until("both have lost it", () -> receiver.lost && link.protocol().heard.getLast().startsWith("lost"));
                assertThat(receiver.data.toByteArray()).isEqualTo(DATA);
                link.server().close();
                link.server().waitClosed().await();
            }
        });
    }

    @Test
    void closingTheTransportInTheMiddleIsAFailure() throws Exception {
        io.net(() -> {
            Collector receiver = new Collector();
            receiver.slow = true;
            Link link = link(receiver);
            try (FileChannel file = file()) {
                Task<Long> sending = spawn(Sendfile.sendfile(link.sender(), file));
                for (int i = 0; i < 5; i++) {
                    tick();
                }
                link.sender().abort();
                assertThatThrownBy(sending::await).isInstanceOf(ConnectionAbortedException.class);
                assertThat(file.isOpen()).isTrue();
            }
            link.close();
        });
    }

    // ---- sockets of the program

    @Test
    @CPythonTest({"test_sendfile.SockSendfileMixin.test_sock_sendfile_success",
            "test_sendfile.SockSendfileMixin.test_sock_sendfile_with_offset_and_count",
            "test_sendfile.SockSendfileMixin.test_sock_sendfile_zero_size",
            "test_sendfile.SockSendfileMixin.test_sock_sendfile_mix_with_regular_send",
            "test_sendfile.SockSendfileMixin.test_sock_sendfile_offset"})
    void socketsSendFilesBetweenOtherData() throws Exception {
        io.net(() -> {
            try (ServerSocketChannel server = ServerSocketChannel.open();
                    SocketChannel here = SocketChannel.open();
                    FileChannel file = file()) {
                server.bind(new InetSocketAddress("127.0.0.1", 0));
                server.configureBlocking(false);
                here.configureBlocking(false);
                Task<SocketChannel> accepted = spawn(Sockets.sockAccept(server));
                Sockets.sockConnect(here, server.getLocalAddress()).await();
                try (SocketChannel there = accepted.await()) {
                    Task<byte[]> receiving = spawn(() -> readAll(there));
                    Sockets.sockSendAll(here, bytes("before")).await();
                    assertThat(Sockets.sockSendfile(here, file).await()).isEqualTo(SIZE);
                    assertThat(file.position()).isEqualTo(SIZE);
                    Sockets.sockSendAll(here, bytes("between")).await();
                    assertThat(Sockets.sockSendfile(here, file, 1000, 2000, false).await()).isEqualTo(2000);
                    assertThat(file.position()).isEqualTo(3000);
                    assertThat(Sockets.sockSendfile(here, file, SIZE, Sendfile.TO_END, true).await()).isZero();
                    assertThat(file.position()).isEqualTo(3000);
                    here.shutdownOutput();
                    byte[] all = receiving.await();
                    assertThat(all).hasSize(6 + SIZE + 7 + 2000);
                    assertThat(Arrays.copyOfRange(all, 6, 6 + SIZE)).isEqualTo(DATA);
                    assertThat(Arrays.copyOfRange(all, 13 + SIZE, all.length))
                            .isEqualTo(Arrays.copyOfRange(DATA, 1000, 3000));
                }
            }
        });
    }

    private static byte[] readAll(SocketChannel channel) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part = Sockets.sockRecv(channel, 65_536).await(); part.length > 0; part =
                Sockets.sockRecv(channel, 65_536).await()) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    @CPythonTest({"test_base_events.BaseLoopSockSendfileTests.test_sock_sendfile_no_fallback",
            "test_base_events.BaseLoopSockSendfileTests.test_sock_sendfile_fallback",
            "test_base_events.BaseLoopSockSendfileTests.test_sock_sendfile_fallback_offset_and_count"})
    void filesOfOtherKindsAreReadAndSent() throws Exception {
        io.net(() -> {
            Link link = link(new Collector());
            try (ServerSocketChannel server = ServerSocketChannel.open();
                    SocketChannel here = SocketChannel.open();
                    FileChannel file = new ForeignFile(file())) {
                server.bind(new InetSocketAddress("127.0.0.1", 0));
                server.configureBlocking(false);
                here.configureBlocking(false);
                Task<SocketChannel> accepted = spawn(Sockets.sockAccept(server));
                Sockets.sockConnect(here, server.getLocalAddress()).await();
                try (SocketChannel there = accepted.await()) {
                    assertThatThrownBy(() -> Sockets.sockSendfile(here, file, 0, Sendfile.TO_END, false).await())
                            .isInstanceOf(SendfileNotAvailableException.class).hasMessageContaining("ForeignFile");
                    assertThat(file.position()).isZero();
                    Task<byte[]> receiving = spawn(() -> readAll(there));
                    assertThat(Sockets.sockSendfile(here, file).await()).isEqualTo(SIZE);
                    assertThat(Sockets.sockSendfile(here, file, 1000, 2000, true).await()).isEqualTo(2000);
                    assertThat(file.position()).isEqualTo(3000);
                    here.shutdownOutput();
                    byte[] all = receiving.await();
                    assertThat(Arrays.copyOf(all, SIZE)).isEqualTo(DATA);
                    assertThat(Arrays.copyOfRange(all, SIZE, all.length))
                            .isEqualTo(Arrays.copyOfRange(DATA, 1000, 3000));
                }
                assertThatThrownBy(
                        () -> Sendfile.sendfile(link.sender(), file, 0, Sendfile.TO_END, false).await())
                        .isInstanceOf(SendfileNotAvailableException.class);
                assertThat(Sendfile.sendfile(link.sender(), file).await()).isEqualTo(SIZE);
                until("all has come", () -> link.receiver().data.size() == SIZE);
                assertThat(link.receiver().data.toByteArray()).isEqualTo(DATA);
            }
            link.close();
        });
    }

    @Test
    @CPythonTest({"test_unix_events.SelectorEventLoopUnixSockSendfileTests.test_sock_sendfile_cancel1",
            "test_unix_events.SelectorEventLoopUnixSockSendfileTests.test_sock_sendfile_cancel2"})
    void cancelledSendingOfASocketKeepsThePositionExact() throws Exception {
        io.net(() -> {
            try (ServerSocketChannel server = ServerSocketChannel.open();
                    SocketChannel here = SocketChannel.open();
                    FileChannel file = file()) {
                server.bind(new InetSocketAddress("127.0.0.1", 0));
                server.configureBlocking(false);
                here.configureBlocking(false);
                here.setOption(StandardSocketOptions.SO_SNDBUF, 16 * 1024);
                Task<SocketChannel> accepted = spawn(Sockets.sockAccept(server));
                Sockets.sockConnect(here, server.getLocalAddress()).await();
                try (SocketChannel there = accepted.await()) {
                    Task<Long> sending = spawn(Sockets.sockSendfile(here, file));
                    for (int i = 0; i < 10; i++) {
                        tick();
                    }
                    sending.cancel();
                    assertThat(catchThrowable(sending::await)).isInstanceOf(CancelledError.class);
                    long sent = file.position();
                    assertThat(sent).isPositive().isLessThan(SIZE);
                    here.shutdownOutput();
                    assertThat(readAll(there)).isEqualTo(Arrays.copyOf(DATA, (int) sent));
                }
            }
        });
    }
}
