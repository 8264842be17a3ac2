package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.ECHO;
import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.socket.Sockets;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamOptions;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.Task;
import io.asyncio4j.tls.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sockets that the program has made, in the hands of transports and servers.
@OnEveryIo
class ExistingSocketsTest {
    private final Io io;

    @TempDir
    private Path directory;

    ExistingSocketsTest(Io io) {
        this.io = io;
    }

    private static Server serving(List<Recorder> made) throws Exception {
        return Connections.createServer(() -> {
            made.add(new Recorder());
            return made.getLast();
        }, 0).await();
    }

    private static SocketChannel connected(Server server) throws Exception {
        return SocketChannel.open(new InetSocketAddress("127.0.0.1", port(server)));
    }

    private Path resource(String name) throws Exception {
        return Path.of(getClass().getResource("/tls/" + name).toURI());
    }

    @Test
    @CPythonTest("test_base_events.TestSelectorUtils.test_set_nodelay")
    void connectedSocketBecomesAConnection() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            SocketChannel channel = connected(server);
            Connected<Recorder> client =
                    Connections.createConnection(Recorder::new, channel, ConnectOptions.DEFAULT).await();
            assertThat(client.transport().getExtraInfo(ExtraInfo.SOCKNAME)).isEqualTo(channel.getLocalAddress());
            assertThat(client.transport().getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(channel.getRemoteAddress());
            assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
            client.transport().write(bytes("ping"));
            until("the server has data", () -> !served.isEmpty() && served.getFirst().heard.contains("ping"));
            served.getFirst().transport.write(bytes("pong"));
            served.getFirst().transport.close();
            until("the client has lost it", () -> client.protocol().heard.contains("lost"));
            assertThat(client.protocol().heard).containsExactly("made", "pong", "eof", "lost");
            assertThat(channel.isOpen()).isFalse();
            stop(server);
        });
    }

    @Test
    void fiveMegabytesGoThroughItAndWritingIsPausedMeanwhile() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer(ECHO, 0).await();
            SocketChannel channel = connected(server);
            Connection client = Streams.openConnection(channel, StreamOptions.DEFAULT).await();
            byte[] data = new byte[5 << 20];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (i * 31 >> 4);
            }
            client.writer().write(data);
            assertThat(client.writer().transport().getWriteBufferSize()).isPositive();
            client.writer().drain().await();
            client.writer().writeEof();
            assertThat(client.reader().read().await()).isEqualTo(data);
            client.writer().close();
            client.writer().waitClosed().await();
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_connect_accepted_socket",
            "test_selector_events.BaseSelectorEventLoopTests.test_make_socket_transport",
            "test_events.EventLoopTestsMixin.test_ssl_connect_accepted_socket",
            "test_ssl.TestSSL.test_ssl_connect_accepted_socket",
            "test_ssl.TestSSL.test_connect_accepted_socket"})
    void acceptedSocketBecomesAConnectionWithAndWithoutTls() throws Exception {
        io.net(() -> {
            Tls tls = Tls.builder().certificate(resource("localhost.pem"), resource("localhost.key")).build();
            Tls trusting = Tls.builder().trust(resource("ca.pem")).build().withServerHostname("localhost");
            for (boolean secure : new boolean[]{false, true}) {
                try (ServerSocketChannel listening = ServerSocketChannel.open()) {
                    listening.bind(new InetSocketAddress("127.0.0.1", 0));
                    listening.configureBlocking(false);
                    ConnectOptions options =
                            secure ? ConnectOptions.DEFAULT.withTls(trusting) : ConnectOptions.DEFAULT;
                    Task<Connected<Recorder>> connecting =
                            spawn(Connections.createConnection(Recorder::new, "127.0.0.1",
                                    ((InetSocketAddress) listening.getLocalAddress()).getPort(), options));
                    SocketChannel accepted = Sockets.sockAccept(listening).await();
                    Recorder there = new Recorder();
                    Connected<Recorder> served = (secure
                            ? Connections.connectAcceptedSocket(() -> there, accepted, tls)
                            : Connections.connectAcceptedSocket(() -> there, accepted)).await();
                    Connected<Recorder> client = connecting.await();
                    client.transport().write(bytes("ping"));
                    until("it has come", () -> there.heard.contains("ping"));
                    served.transport().write(bytes("pong"));
                    until("the answer has come", () -> client.protocol().heard.contains("pong"));
                    client.transport().close();
                    until("both have lost it", () -> there.heard.getLast().equals("lost")
                            && client.protocol().heard.getLast().equals("lost"));
                }
            }
        });
    }

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_create_server_sock",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_server_stream_bittype"})
    void boundSocketBecomesAServer() throws Exception {
        io.net(() -> {
            ServerSocketChannel channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress("127.0.0.1", 0));
            Server server = Streams.startServer(ECHO, channel, StreamServerOptions.DEFAULT).await();
            assertThat(server.sockets().getFirst().localAddress()).isEqualTo(channel.getLocalAddress());
            for (int i = 0; i < 3; i++) {
                Connection client = Streams.openConnection("127.0.0.1", port(server)).await();
                client.writer().write(bytes("x" + i));
                client.writer().writeEof();
                assertThat(text(client.reader().read().await())).isEqualTo("x" + i);
                client.writer().close();
            }
            stop(server);
            assertThat(channel.isOpen()).isFalse();
        });
    }

    @Test
    @CPythonTest({"test_server.UnixServerCleanupTests.test_unix_server_sock_cleanup",
            "test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_path_stream_bittype",
            "test_events.EventLoopTestsMixin.test_create_unix_server_path_socket_error"})
    void boundUnixSocketBecomesAServerWhoseFileIsRemoved() throws Exception {
        io.net(() -> {
            Path path = directory.resolve("s");
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(path));
            Server server = Streams.startServer(ECHO, channel, StreamServerOptions.DEFAULT).await();
            SocketChannel raw = SocketChannel.open(UnixDomainSocketAddress.of(path));
            Connection client = Streams.openConnection(raw, StreamOptions.DEFAULT).await();
            client.writer().write(bytes("x"));
            client.writer().writeEof();
            assertThat(text(client.reader().read().await())).isEqualTo("x");
            client.writer().close();
            stop(server);
            assertThat(Files.exists(path)).isFalse();
        });
    }

    @Test
    @CPythonTest({"test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_connection_path_sock"})
    void socketsThatAreNotReadyForItAreRefusedAndLeftOpen() throws Exception {
        io.net(() -> {
            try (SocketChannel unconnected = SocketChannel.open();
                    ServerSocketChannel unbound = ServerSocketChannel.open()) {
                assertThatThrownBy(() -> Connections
                        .createConnection(Recorder::new, unconnected, ConnectOptions.DEFAULT).await())
                        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not connected");
                assertThatThrownBy(
                        () -> Connections.createServer(Recorder::new, unbound, ServerOptions.DEFAULT).await())
                        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not bound");
                assertThat(unconnected.isOpen()).isTrue();
                assertThat(unbound.isOpen()).isTrue();
            }
        });
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_create_connection_local_addr_in_use")
    void localAddressThatIsTakenIsAFailureThatSaysSo() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            try (ServerSocketChannel taken = ServerSocketChannel.open()) {
                taken.bind(new InetSocketAddress("127.0.0.1", 0));
                assertThatThrownBy(() -> Connections.createConnection(Recorder::new, "127.0.0.1", port(server),
                        ConnectOptions.DEFAULT.withLocalAddress(taken.getLocalAddress())).await())
                        .isInstanceOf(IOException.class).hasMessageContaining("in use");
            }
            stop(server);
        });
    }

    @Test
    void socketOfOneTransportIsRefusedToAnother() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            SocketChannel channel = connected(server);
            Connected<Recorder> first =
                    Connections.createConnection(Recorder::new, channel, ConnectOptions.DEFAULT).await();
            assertThatThrownBy(
                    () -> Connections.createConnection(Recorder::new, channel, ConnectOptions.DEFAULT).await())
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("is used by");
            first.transport().write(bytes("still works"));
            until("it has come", () -> !served.isEmpty() && served.getFirst().heard.contains("still works"));
            first.transport().close();
            stop(server);
        });
    }

    @Test
    void failingFactoryClosesTheSocket() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            SocketChannel channel = connected(server);
            assertThatThrownBy(() -> Connections.createConnection(() -> {
                throw new ArithmeticException("no protocol");
            }, channel, ConnectOptions.DEFAULT).await()).isInstanceOf(ArithmeticException.class);
            assertThat(channel.isOpen()).isFalse();
            stop(server);
        });
    }
}
