package io.asyncio4j.tls;

import static io.asyncio4j.net.Net.ECHO;
import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.close;
import static io.asyncio4j.net.Net.go;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static io.asyncio4j.tls.TestCertificates.by;
import static io.asyncio4j.tls.TestCertificates.client;
import static io.asyncio4j.tls.TestCertificates.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.net.Io;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamOptions;
import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.thread.ToThread;
import io.asyncio4j.transport.BufferedProtocol;
import io.asyncio4j.transport.ConnectOptions;
import io.asyncio4j.transport.Connected;
import io.asyncio4j.transport.ConnectionAbortedException;
import io.asyncio4j.transport.ConnectionResetException;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Recorder;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;
import io.asyncio4j.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What TLS does at its edges: ends and failures at odd moments, upgrades, peers that do not keep to the rules.
@ParameterizedClass(name = "{0} by {1}")
@MethodSource("combinations")
class TlsRulesTest {
    private final TlsProvider provider;
    private final Io io;

    TlsRulesTest(TlsProvider provider, Io io) {
        this.provider = provider;
        this.io = io;
    }

    static Stream<Arguments> combinations() {
        return Io.each(TlsProvider.values());
    }

    private void net(AsyncAction body) throws Exception {
        by(provider, () -> io.net(body));
    }

    private static StreamOptions over(Tls tls) {
        return StreamOptions.DEFAULT.withConnect(ConnectOptions.DEFAULT.withTls(tls)
                .withResolver(_ -> List.of(InetAddress.ofLiteral("127.0.0.1"))));
    }

    private static Server echo() throws Exception {
        return Streams.startServer(ECHO, "127.0.0.1", 0,
                StreamServerOptions.DEFAULT.withServer(ServerOptions.DEFAULT.withTls(server("localhost")))).await();
    }

    /// What a peer that blocks does with its one connection.
    private interface Conversation {
        void with(Socket socket) throws Exception;
    }

    private static FutureTask<Void> blocking(ServerSocket listening, Conversation conversation) {
        FutureTask<Void> peer = new FutureTask<>(() -> {
            try (Socket socket = listening.accept()) {
                conversation.with(socket);
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(peer);
        return peer;
    }

    private static void ended(FutureTask<Void> peer) throws Exception {
        ToThread.toThread(() -> peer.get()).await();
    }

    // ---- the handshake

    @Test
    @CPythonTest({"test_sslproto.SslProtoHandshakeTests.test_eof_received_waiter",
            "test_ssl.TestSSL.test_ssl_handshake_connection_lost"})
    void peerThatEndsTheConnectionInTheHandshakeIsAReset() throws Exception {
        net(() -> {
            try (ServerSocket listening = new ServerSocket(0)) {
                FutureTask<Void> peer = blocking(listening, socket -> {
                    assertThat(socket.getInputStream().read()).isEqualTo(22); // the first byte of a handshake
                    socket.getInputStream().readNBytes(4);
                    socket.getInputStream().readNBytes(socket.getInputStream().available());
                });
                assertThatThrownBy(
                        () -> Streams.openConnection("localhost", listening.getLocalPort(), over(client())).await())
                        .isInstanceOf(ConnectionResetException.class);
                ended(peer);
            }
        });
    }

    @Test
    @CPythonTest({"test_sslproto.SslProtoHandshakeTests.test_connection_lost",
            "test_sslproto.SslProtoHandshakeTests.test_close_during_handshake"})
    void transportThatIsClosedInTheHandshakeAbortsIt() throws Exception {
        net(() -> {
            try (ServerSocket silent = new ServerSocket(0)) {
                Connection plain = Streams.openConnection("127.0.0.1", silent.getLocalPort()).await();
                Transport below = plain.writer().transport();
                Task<Void> upgrade = spawn(plain.writer().startTls(client(), "localhost"));
                until("the handshake has begun", () -> below.getProtocol() instanceof TlsProtocol);
                tick();
                tick();
                below.abort();
                assertThatThrownBy(upgrade::await).isInstanceOf(ConnectionAbortedException.class);
                until("the connection is closed", below::isClosing);
            }
        });
    }

    @Test
    void handshakeThatIsCutShortIsRefusedAndTheServerLivesOn() throws Exception {
        net(() -> {
            Server server = echo();
            for (int length : new int[]{1, 5, 6, 40}) {
                byte[] hello = new byte[length];
                byte[] begin = {22, 3, 1, 2, 0, 1};
                System.arraycopy(begin, 0, hello, 0, Math.min(length, begin.length));
                Connection cut = Streams.openConnection("127.0.0.1", port(server)).await();
                cut.writer().write(hello);
                cut.writer().writeEof();
                try {
                    cut.reader().read().await();
                } catch (IOException reset) {
                    // closing with bytes unread resets
                }
                cut.writer().close();
            }
            Connection good = Streams.openConnection("localhost", port(server), over(client())).await();
            good.writer().write(bytes("still there"));
            assertThat(text(good.reader().readExactly(11).await())).isEqualTo("still there");
            close(good);
            stop(server);
        });
    }

    @Test
    void everythingWorksThoughItComesByteByByte() throws Exception {
        net(() -> {
            Server server = echo();
            int inner = port(server);
            Server slow = Streams.startServer((reader, writer) -> {
                Connection on = Streams.openConnection("127.0.0.1", inner).await();
                Task<Void> there = go(() -> drop(reader, on));
                for (byte[] part = on.reader().read(4096).await(); part.length > 0; part = on.reader().read(4096)
                        .await()) {
                    for (byte one : part) {
                        writer.write(new byte[]{one});
                        writer.drain().await();
                    }
                }
                writer.close();
                there.await();
            }, 0).await();
            Connection connection = Streams.openConnection("localhost", port(slow), over(client())).await();
            connection.writer().write(bytes("drop by drop\n"));
            assertThat(text(connection.reader().readLine().await())).isEqualTo("drop by drop\n");
            close(connection);
            stop(slow);
            stop(server);
        });
    }

    private static void drop(StreamReader from, Connection to) throws Exception {
        for (byte[] part = from.read(4096).await(); part.length > 0; part = from.read(4096).await()) {
            for (byte one : part) {
                to.writer().write(new byte[]{one});
                tick();
            }
        }
        to.writer().close();
    }

    @Test
    void selfSignedCertificateIsRefusedByNameOfTheReason() throws Exception {
        net(() -> {
            Server server = echo();
            assertThatThrownBy(() -> Streams.openConnection("localhost", port(server), over(Tls.client())).await())
                    .isInstanceOf(SSLException.class).hasMessageStartingWith("TLS handshake with localhost failed: ")
                    .hasMessageContaining("unable to find valid certification path");
            stop(server);
        });
    }

    // ---- a live stream

    @Test
    @CPythonTest({"test_sslproto.BaseStartTLS.test_start_tls_client_corrupted_ssl",
            "test_ssl.TestSSL.test_start_tls_client_corrupted_ssl"})
    void garbageAmongTheRecordsLosesTheConnection() throws Exception {
        net(() -> {
            try (ServerSocket raw = new ServerSocket(0)) {
                FutureTask<Void> peer = blocking(raw, socket -> {
                    SSLSocket secure = (SSLSocket) server("localhost").context().getSocketFactory()
                            .createSocket(socket, null, false);
                    secure.setUseClientMode(false);
                    secure.getOutputStream().write('+');
                    secure.getOutputStream().flush();
                    socket.getOutputStream().write("please decipher this".getBytes());
                    socket.getOutputStream().flush();
                    InputStream rest = socket.getInputStream();
                    try {
                        while (rest.read() >= 0) {
                            // until the other side gives up
                        }
                    } catch (IOException reset) {
                        // it did
                    }
                });
                Connection connection =
                        Streams.openConnection("localhost", raw.getLocalPort(), over(client())).await();
                assertThatThrownBy(() -> {
                    while (true) {
                        assertThat(text(connection.reader().readExactly(1).await())).isEqualTo("+");
                    }
                }).isInstanceOf(SSLException.class);
                connection.writer().close();
                ended(peer);
            }
        });
    }

    @Test
    @CPythonTest({"test_sslproto.SslProtoHandshakeTests.test_get_extra_info_on_closed_connection",
            "test_sslproto.SslProtoHandshakeTests.test_connection_lost_when_busy"})
    void protocolHearsOfAResetOnceAlthoughItWritesOn() throws Exception {
        net(() -> {
            Recorder served = new Recorder();
            Server server = Connections.createServer(() -> served, "127.0.0.1", 0,
                    ServerOptions.DEFAULT.withTls(server("localhost"))).await();
            SSLSocket rude = ToThread.toThread(() -> {
                SSLSocket socket = (SSLSocket) client(TlsProvider.JDK).context().getSocketFactory()
                        .createSocket("127.0.0.1", port(server));
                socket.startHandshake();
                return socket;
            }).await();
            until("the handshake is done", () -> served.transport != null);
            rude.setSoLinger(true, 0);
            ToThread.toThread(() -> {
                rude.close();
                return null;
            }).await();
            until("it is lost", () -> {
                served.transport.write(new byte[10_000]);
                return served.hasLost();
            });
            served.transport.write(bytes("nobody"));
            for (int i = 0; i < 5; i++) {
                tick();
            }
            assertThat(served.heard.stream().filter(what -> what.startsWith("lost"))).hasSize(1);
            assertThat(served.transport.isClosing()).isTrue();
            assertThat(served.transport.getExtraInfo(ExtraInfo.named("whatever", String.class), "default"))
                    .isEqualTo("default");
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_sslproto.SslProtoHandshakeTests.test_data_received_after_closing",
            "test_sslproto.SslProtoHandshakeTests.test_write_after_closing"})
    void whatComesOrGoesAfterCloseIsDropped() throws Exception {
        net(() -> {
            Recorder served = new Recorder();
            Server server = Connections.createServer(() -> served, "127.0.0.1", 0,
                    ServerOptions.DEFAULT.withTls(server("localhost"))).await();
            Connection connection = Streams.openConnection("localhost", port(server), over(client())).await();
            until("the handshake is done", () -> served.transport != null);
            served.transport.close();
            served.transport.write(bytes("too late"));
            connection.writer().write(bytes("too late as well"));
            assertThat(connection.reader().read().await()).isEmpty();
            close(connection);
            until("it is lost", served::hasLost);
            assertThat(served.heard).first().isEqualTo("made");
            assertThat(served.heard).doesNotContain("too late").endsWith("lost");
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_ssl.TestSSL.test_remote_shutdown_receives_trailing_data",
            "test_ssl.TestSSL.test_remote_shutdown_receives_trailing_data_on_slow_socket"})
    void peerThatSaysFarewellFirstStillGetsWhatWasWritten() throws Exception {
        net(() -> {
            int size = 4 << 20;
            try (ServerSocket raw = new ServerSocket(0)) {
                long[] count = new long[1];
                FutureTask<Void> peer = blocking(raw, socket -> {
                    SSLSocket secure = (SSLSocket) server("localhost", TlsProvider.JDK).context().getSocketFactory()
                            .createSocket(socket, null, false);
                    secure.setUseClientMode(false);
                    secure.startHandshake();
                    InputStream in = secure.getInputStream();
                    count[0] += in.readNBytes(1).length;
                    secure.shutdownOutput(); // says farewell, reads on
                    byte[] block = new byte[1000]; // slowly
                    for (int read = in.read(block); read >= 0; read = in.read(block)) {
                        count[0] += read;
                    }
                });
                Connection connection =
                        Streams.openConnection("localhost", raw.getLocalPort(), over(client())).await();
                connection.writer().write(new byte[1 + size]);
                assertThat(connection.reader().read().await()).isEmpty();
                close(connection);
                ended(peer);
                assertThat(count[0]).isEqualTo(1 + size);
            }
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_open_unix_connection_no_loop_ssl",
            "test_streams.StreamTests.test_open_unix_connection_error"})
    void streamsOverUnixSocketsSpeakTlsAndSayWhyTheyCannotConnect() throws Exception {
        net(() -> {
            Path directory = Files.createTempDirectory("asyncio4j-");
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
            StreamOptions options = over(client().withServerHostname("localhost"));
            assertThatThrownBy(() -> Streams.openUnixConnection(address, options).await())
                    .isInstanceOf(IOException.class).hasMessageContaining(address.toString());
            Server server = Streams.startUnixServer(ECHO, address,
                    StreamServerOptions.DEFAULT.withServer(ServerOptions.DEFAULT.withTls(server("localhost")))).await();
            Connection connection = Streams.openUnixConnection(address, options).await();
            connection.writer().write(bytes("hello"));
            assertThat(text(connection.reader().readExactly(5).await())).isEqualTo("hello");
            assertThat(connection.writer().getExtraInfo(TlsInfo.VERSION)).isEqualTo("TLSv1.3");
            close(connection);
            stop(server);
            Files.deleteIfExists(address.getPath());
            Files.delete(directory);
        });
    }

    // ---- upgrades

    @Test
    @CPythonTest({"test_sslproto.BaseStartTLS.test_start_tls_client_buf_proto_1",
            "test_ssl.TestSSL.test_start_tls_client_buf_proto_1"})
    void connectionIsUpgradedToAProtocolWithMemoryOfItsOwn() throws Exception {
        net(() -> {
            Tls serving = server("localhost");
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(bytes("plain\n"));
                reader.readLine().await();
                writer.startTls(serving, null).await();
                ECHO.handle(reader, writer);
            }, 0).await();
            Recorder plain = new Recorder();
            Connected<Recorder> connected =
                    Connections.createConnection(() -> plain, "127.0.0.1", port(server)).await();
            until("the greeting has come", () -> plain.heard.contains("plain\n"));
            StringBuilder got = new StringBuilder();
            ByteBuffer memory = ByteBuffer.allocate(5);
            BufferedProtocol protocol = new BufferedProtocol() {
                @Override
                public ByteBuffer getBuffer(int sizeHint) {
                    return memory.clear();
                }

                @Override
                public void bufferUpdated(int count) {
                    got.append(new String(memory.array(), 0, count));
                }
            };
            connected.transport().write(bytes("go\n"));
            Transport secure =
                    Connections.startTls(connected.transport(), protocol, client(), false, "localhost").await();
            secure.write(bytes("over TLS, in small pieces"));
            until("the echo has come", () -> got.length() == 25);
            assertThat(got).hasToString("over TLS, in small pieces");
            secure.close();
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_sslproto.BaseStartTLS.test_start_tls_slow_client_cancel",
            "test_ssl.TestSSL.test_start_tls_slow_client_cancel"})
    void upgradeThatIsCancelledAtAnyIterationLeavesNoSocket() throws Exception {
        net(() -> {
            Tls serving = server("localhost");
            Server server = Streams.startServer((reader, writer) -> {
                try {
                    writer.startTls(serving, null).await();
                } catch (IOException | CancelledError gone) {
                    // the client has given up
                }
                writer.close();
            }, 0).await();
            boolean finished = false;
            for (int iterations = 0; !finished; iterations++) {
                Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
                Transport below = connection.writer().transport();
                Task<Void> upgrade = spawn(connection.writer().startTls(client(), "localhost"));
                for (int i = 0; i < iterations; i++) {
                    tick();
                }
                finished = upgrade.isDone();
                if (!finished) {
                    upgrade.cancel();
                    assertThatThrownBy(upgrade::await).isInstanceOf(CancelledError.class);
                }
                connection.writer().close();
                until("it is closed", below::isClosing);
            }
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_sslproto.BaseStartTLS.test_start_tls_wrong_args")
    void upgradeOfATransportThatIsNotOursIsRefused() throws Exception {
        net(() -> {
            Transport foreign = (Transport) Proxy.newProxyInstance(Transport.class.getClassLoader(),
                    new Class<?>[]{Transport.class},
                    (_, method, _) -> method.getName().equals("toString") ? "foreign" : null);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Connections.startTls(foreign, new Protocol() {
                    }, client(), false, "localhost"))
                    .withMessageContaining("give one made by createConnection or createServer");
        });
    }

    @Test
    @CPythonTest("test_sslproto.SslProtoHandshakeTests.test_close_during_ssl_over_ssl")
    void tlsWithinTlsIsClosedAtOnceWithoutAReport() throws Exception {
        net(() -> {
            Tls serving = server("localhost");
            Server server = Streams.startServer((reader, writer) -> {
                try {
                    writer.startTls(serving, null).await();
                } catch (IOException gone) {
                    // closed at once
                }
                writer.close();
            }, "127.0.0.1", 0, StreamServerOptions.DEFAULT.withServer(ServerOptions.DEFAULT.withTls(serving))).await();
            Connection outer = Streams.openConnection("localhost", port(server), over(client())).await();
            outer.writer().startTls(client(), "localhost").await();
            outer.writer().close();
            outer.writer().close();
            outer.writer().waitClosed().await();
            stop(server);
        });
    }

    // ---- who does the ciphering

    @Test
    void providerIsChosenByTheBuilderOrTheProperty() throws Exception {
        net(() -> {
            assertThat(TlsProvider.chosen()).isEqualTo(provider);
            Server server = echo();
            Connection connection = Streams.openConnection("localhost", port(server), over(client())).await();
            String engine = connection.writer().getExtraInfo(TlsInfo.SSL_OBJECT).getClass().getName();
            assertThat(engine.contains("OpenSsl")).as(engine).isEqualTo(provider == TlsProvider.OPENSSL);
            close(connection);
            stop(server);
        });
        System.setProperty(TlsProvider.PROPERTY, "gnutls");
        try {
            assertThatIllegalStateException().isThrownBy(Tls::builder)
                    .withMessage("TLS by an unknown provider: -Dasyncio4j.tls=gnutls; give jdk or openssl");
        } finally {
            System.clearProperty(TlsProvider.PROPERTY);
        }
    }

    @Test
    void serverWithoutACertificateRefusesItsClients() throws Exception {
        net(() -> {
            Tls naked = Tls.builder().build();
            Server server = Connections.createServer(() -> new Protocol() {
            }, "127.0.0.1", 0, ServerOptions.DEFAULT.withTls(naked)).await();
            assertThatThrownBy(() -> Streams.openConnection("localhost", port(server), over(client())).await())
                    .isInstanceOf(IOException.class);
            if (provider == TlsProvider.OPENSSL) {
                assertThat(theReport().exception())
                        .hasMessageContaining("TLS server has no certificate");
            }
            stop(server);
        });
    }
}
