package io.asyncio4j.tls;

import static io.asyncio4j.net.Net.ECHO;
import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.close;
import static io.asyncio4j.net.Net.go;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static io.asyncio4j.tls.TestCertificates.by;
import static io.asyncio4j.tls.TestCertificates.client;
import static io.asyncio4j.tls.TestCertificates.file;
import static io.asyncio4j.tls.TestCertificates.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.net.Io;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.stream.StreamOptions;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.BufferedProtocol;
import io.asyncio4j.transport.ConnectOptions;
import io.asyncio4j.transport.Connected;
import io.asyncio4j.transport.ConnectionAbortedException;
import io.asyncio4j.transport.ConnectionResetException;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;
import io.asyncio4j.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0} by {1}")
@MethodSource("combinations")
class TlsTest {
    private final Speaking io;

    /// TLS by this provider on this kind of I/O.
    record Speaking(TlsProvider provider, Io io) {
        void net(AsyncAction body) throws Exception {
            by(provider, () -> io.net(body));
        }
    }

    TlsTest(TlsProvider provider, Io io) {
        this.io = new Speaking(provider, io);
    }

    static Stream<Arguments> combinations() {
        return Io.each(TlsProvider.values());
    }

    private static Server serve(StreamHandler handler, Tls tls) throws Exception {
        return Streams.startServer(handler, "127.0.0.1", 0,
                StreamServerOptions.DEFAULT.withServer(ServerOptions.DEFAULT.withTls(tls))).await();
    }

    private static Connection connect(Server server, String host, Tls tls) throws Exception {
        ConnectOptions options = ConnectOptions.DEFAULT.withTls(tls)
                .withResolver(_ -> List.of(InetAddress.ofLiteral("127.0.0.1")));
        return Streams.openConnection(host, port(server), StreamOptions.DEFAULT.withConnect(options)).await();
    }

    // ---- what works

    @Test
    @CPythonTest({"test_ssl.TestSSL.test_create_server_ssl_1",
            "test_ssl.TestSSL.test_create_connection_ssl_1",
            "test_streams.StreamTests.test_open_connection_no_loop_ssl",
            "test_ssl.TestSSL.test_shutdown_cleanly",
            "test_events.EventLoopTestsMixin.test_create_ssl_connection",
            "test_events.EventLoopTestsMixin.test_create_server_ssl",
            "test_events.EventLoopTestsMixin.test_create_server_ssl_verified",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_connection_ssl_server_hostname_default"})
    void bytesGoBothWaysAndTheConnectionEndsInOrder() throws Exception {
        io.net(() -> {
            Server server = serve(ECHO, server("localhost"));
            Connection connection = connect(server, "localhost", client());
            connection.writer().write(bytes("hello"));
            assertThat(text(connection.reader().readExactly(5).await())).isEqualTo("hello");
            assertThat(connection.writer().canWriteEof()).isFalse();
            close(connection);
            assertThat(connection.reader().read().await()).isEmpty();
            stop(server);
        });
    }

    @Test
    void connectionKnowsItsTls() throws Exception {
        io.net(() -> {
            Server server = serve(ECHO, server("localhost").withAlpn("h2", "http/1.1"));
            Connection connection = connect(server, "localhost", client().withAlpn("http/1.1"));
            assertThat(connection.writer().getExtraInfo(TlsInfo.VERSION)).isEqualTo("TLSv1.3");
            assertThat(connection.writer().getExtraInfo(TlsInfo.CIPHER)).startsWith("TLS_");
            assertThat(connection.writer().getExtraInfo(TlsInfo.ALPN_PROTOCOL)).isEqualTo("http/1.1");
            assertThat(connection.writer().getExtraInfo(TlsInfo.PEERCERT).getSubjectX500Principal().getName())
                    .isEqualTo("CN=localhost");
            assertThat(connection.writer().getExtraInfo(TlsInfo.SSLCONTEXT)).isNotNull();
            assertThat(connection.writer().getExtraInfo(ExtraInfo.PEERNAME)).isNotNull();
            close(connection);
            stop(server);
        });
    }

    @Test
    void serverShowsTheCertificateThatFitsTheName() throws Exception {
        io.net(() -> {
            Tls two = Tls.builder().certificate(file("localhost.pem"), file("localhost.key"))
                    .certificate(file("other.pem"), file("other.key")).build();
            Server server = serve(ECHO, two);
            for (String name : List.of("localhost", "other.example", "localhost")) {
                Connection connection = connect(server, name, client());
                assertThat(connection.writer().getExtraInfo(TlsInfo.PEERCERT).getSubjectX500Principal().getName())
                        .isEqualTo(name.equals("localhost") ? "CN=localhost" : "CN=other");
                close(connection);
            }
            stop(server);
        });
    }

    @Test
    void addressesAreCheckedToo() throws Exception {
        io.net(() -> {
            Server server = serve(ECHO, server("localhost"));
            close(connect(server, "127.0.0.1", client()));
            Server other = serve(ECHO, server("other"));
            assertThatThrownBy(() -> connect(other, "127.0.0.1", client())).isInstanceOf(SSLHandshakeException.class);
            stop(server);
            stop(other);
        });
    }

    @Test
    void megabytesGoBothWaysUnderFlowControl() throws Exception {
        io.net(() -> {
            Server server = serve(ECHO, server("localhost"));
            Connection connection = connect(server, "localhost", client());
            byte[] data = new byte[6_000_000];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (i * 7 + (i >> 9));
            }
            Task<Void> writing = go(() -> {
                for (int at = 0; at < data.length; at += 100_000) {
                    connection.writer().write(data, at, 100_000);
                    connection.writer().drain().await();
                }
            });
            assertThat(connection.reader().readExactly(data.length).await()).isEqualTo(data);
            writing.await();
            close(connection);
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_ssl.TestSSL.test_flush_before_shutdown")
    void closeFlushesFirst() throws Exception {
        io.net(() -> {
            Server server = serve((reader, writer) -> {
                writer.write(new byte[3_000_000]);
                writer.close();
                writer.waitClosed().await();
            }, server("localhost"));
            Connection connection = connect(server, "localhost", client());
            assertThat(connection.reader().read().await()).hasSize(3_000_000);
            close(connection);
            stop(server);
        });
    }

    @Test
    void pausedReaderHoldsBackTheWriterOfTheOtherSide() throws Exception {
        io.net(() -> {
            long[] written = new long[1];
            boolean[] finished = new boolean[1];
            Server server = serve((reader, writer) -> {
                for (int i = 0; i < 400; i++) {
                    writer.write(new byte[100_000]);
                    written[0] += 100_000;
                    writer.drain().await();
                }
                finished[0] = true;
                writer.close();
            }, server("localhost"));
            Connection connection = connect(server, "localhost", client());
            long[] before = {-1};
            until("the writer waits", () -> {
                boolean stopped = before[0] == written[0] && written[0] > 1_000_000;
                before[0] = written[0];
                return stopped;
            });
            for (int i = 0; i < 100; i++) {
                tick();
            }
            assertThat(finished[0]).isFalse();
            assertThat(connection.reader().read().await()).hasSize(40_000_000);
            close(connection);
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_sslproto.BaseStartTLS.test_buf_feed_data")
    void bufferedProtocolIsFilled() throws Exception {
        io.net(() -> {
            Server server = serve((reader, writer) -> {
                writer.write(bytes("0123456789"));
                writer.close();
            }, server("localhost"));
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            boolean[] lost = new boolean[1];
            Connections.createConnection(() -> new BufferedProtocol() {
                private final ByteBuffer buffer = ByteBuffer.allocate(3);

                @Override
                public ByteBuffer getBuffer(int sizeHint) {
                    return buffer.clear();
                }

                @Override
                public void bufferUpdated(int count) {
                    got.write(buffer.array(), 0, count);
                }

                @Override
                public void connectionLost(Throwable failure) {
                    lost[0] = true;
                }
            }, "127.0.0.1", port(server), ConnectOptions.DEFAULT.withTls(client())).await();
            until("the connection is lost", () -> lost[0]);
            assertThat(got).hasToString("0123456789");
            stop(server);
        });
    }

    // ---- who is refused

    @Test
    @CPythonTest({"test_ssl.TestSSL.test_create_connection_ssl_failed_certificate",
            "test_sslproto.BaseStartTLS.test_create_connection_ssl_failed_certificate",
            "test_events.EventLoopTestsMixin.test_create_server_ssl_verify_failed",
            "test_events.EventLoopTestsMixin.test_create_server_ssl_match_failed"})
    void untrustedExpiredAndMisnamedCertificatesAreRefused() throws Exception {
        io.net(() -> {
            Server good = serve(ECHO, server("localhost"));
            Server other = serve(ECHO, server("other"));
            Server expired = serve(ECHO, server("expired"));
            assertThatThrownBy(() -> connect(good, "localhost", Tls.client()))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageStartingWith("TLS handshake with localhost failed: ")
                    .hasMessageContaining("certification path")
                    .hasMessageEndingWith("; check the certificate, or trust its issuer (TlsBuilder.trust)");
            assertThatThrownBy(() -> connect(other, "localhost", client())).isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("localhost").hasMessageEndingWith(
                            "; connect by a name that the certificate has, or give that (Tls.withServerHostname)");
            assertThatThrownBy(() -> connect(expired, "localhost", client())).isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("2021");
            // and each by its own key
            close(connect(good, "localhost", Tls.builder().withoutVerification().build()));
            close(connect(expired, "localhost", Tls.builder().withoutVerification().build()));
            close(connect(other, "localhost", client().withoutHostnameCheck()));
            close(connect(other, "localhost", client().withServerHostname("other.example")));
            stop(good);
            stop(other);
            stop(expired);
        });
    }

    @Test
    void clientWithoutTheCertificateThatIsNeededIsRefused() throws Exception {
        io.net(() -> {
            List<String> names = new ArrayList<>();
            Tls needing = Tls.builder().certificate(file("localhost.pem"), file("localhost.key")).trust(file("ca.pem"))
                    .build().withClientCertificates(Tls.ClientCertificates.NEEDED);
            Server server = serve((reader, writer) -> {
                names.add(writer.getExtraInfo(TlsInfo.PEERCERT).getSubjectX500Principal().getName());
                writer.write(bytes("welcome"));
                writer.close();
            }, needing);
            Tls known = Tls.builder().trust(file("ca.pem")).certificate(file("client.pem"), file("client.key")).build();
            Connection welcome = connect(server, "localhost", known);
            assertThat(text(welcome.reader().read().await())).isEqualTo("welcome");
            assertThat(names).containsExactly("CN=client");
            close(welcome);
            // with TLS 1.3 the client hears of it after its own handshake
            Throwable refusal = catchThrowable(() -> connect(server, "localhost", client()).reader().read().await());
            assertThat(refusal).isInstanceOf(IOException.class);
            stop(server);
        });
    }

    @Test
    void garbageClosesTheConnectionAndTheServerLivesOn() throws Exception {
        io.net(() -> {
            Server server = serve(ECHO, server("localhost"));
            Connection plain = Streams.openConnection("127.0.0.1", port(server)).await();
            plain.writer().write(bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            catchThrowable(() -> plain.reader().read().await()); // an alert and the end, or a reset
            assertThat(plain.reader().atEof() || plain.reader().exception() != null).isTrue();
            plain.writer().close();
            close(connect(server, "localhost", client()));
            stop(server);
        });
    }

    @Test
    void serverThatSpeaksNoTlsIsToldApart() throws Exception {
        io.net(() -> {
            Server plain = Streams.startServer((reader, writer) -> writer.close(), 0).await();
            assertThatThrownBy(() -> connect(plain, "localhost", client()))
                    .isInstanceOf(ConnectionResetException.class).hasMessageContaining("does it speak TLS there?");
            stop(plain);
        });
    }

    @Test
    @CPythonTest({"test_ssl.TestSSL.test_ssl_handshake_timeout",
            "test_ssl.TestSSL.test_handshake_timeout_handler_leak",
            "test_sslproto.BaseStartTLS.test_handshake_timeout",
            "test_sslproto.BaseStartTLS.test_create_connection_ssl_slow_handshake",
            "test_ssl.TestSSL.test_create_connection_ssl_slow_handshake",
            "test_ssl.TestSSL.test_connect_timeout_warning"})
    void silentPeersAreGivenUp() throws Exception {
        io.net(() -> {
            Server silent = Streams.startServer((reader, writer) -> {
                reader.read().await();
                writer.close();
            }, 0).await();
            assertThatThrownBy(() -> connect(silent, "localhost", client().withHandshakeTimeout(0.05)))
                    .isInstanceOf(ConnectionAbortedException.class).hasMessageContaining("0.05 seconds");
            Server server = serve(ECHO, server("localhost").withHandshakeTimeout(0.05));
            Connection mute = Streams.openConnection("127.0.0.1", port(server)).await();
            assertThat(mute.reader().read().await()).isEmpty();
            close(mute);
            stop(silent);
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_sslproto.SslProtoHandshakeTests.test_handshake_timeout_zero",
            "test_sslproto.SslProtoHandshakeTests.test_handshake_timeout_negative"})
    void timeoutsMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tls.client().withHandshakeTimeout(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Tls.client().withShutdownTimeout(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Tls.client().withShutdownTimeout(Double.NaN));
    }

    @Test
    void cancelAtAnyIterationOfTheHandshakeLeavesNoSocket() throws Exception {
        io.net(() -> {
            Server server = serve(ECHO, server("localhost"));
            for (int iterations = 0; iterations < 14; iterations++) {
                Task<Connection> attempt = spawn(() -> connect(server, "localhost", client()));
                for (int i = 0; i < iterations; i++) {
                    tick();
                }
                if (attempt.cancel()) {
                    assertThat(catchThrowable(attempt::await)).isInstanceOf(CancelledError.class);
                } else {
                    close(attempt.await());
                }
            }
            stop(server);
        });
    }

    // ---- the end

    @Test
    void endWithoutFarewellIsAnEndAsInAsyncio() throws Exception {
        io.net(() -> {
            Server server = serve((reader, writer) -> {
                writer.write(bytes("half"));
                writer.drain().await();
                reader.readExactly(1).await();
                writer.transport().abort();
            }, server("localhost"));
            Connection connection = connect(server, "localhost", client());
            assertThat(text(connection.reader().readExactly(4).await())).isEqualTo("half");
            connection.writer().write(bytes("x"));
            assertThat(connection.reader().read().await()).isEmpty();
            close(connection);
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_ssl.TestSSL.test_shutdown_timeout_handler_leak",
            "test_ssl.TestSSL.test_shutdown_timeout_handler_not_set"})
    void peerThatDoesNotSayFarewellIsGivenUp() throws Exception {
        io.net(() -> {
            List<Connection> served = new ArrayList<>();
            Server server = serve((reader, writer) -> served.add(new Connection(reader, writer)),
                    server("localhost").withShutdownTimeout(0.05));
            SSLSocket deaf = (SSLSocket) client().context().getSocketFactory().createSocket();
            Thread handshaking = Thread.ofVirtual().start(() -> {
                try {
                    deaf.connect(new InetSocketAddress("127.0.0.1", port(server)));
                    deaf.startHandshake();
                } catch (IOException _) {
                    // closed below
                }
            });
            until("the server has it", () -> !served.isEmpty());
            served.getFirst().writer().close();
            assertThatThrownBy(() -> served.getFirst().writer().waitClosed().await())
                    .isInstanceOf(TimeoutException.class).hasMessageContaining("0.05 seconds");
            handshaking.join();
            deaf.close();
            stop(server);
        });
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        io.net(() -> {
            List<Throwable> heard = new ArrayList<>();
            Server server = serve((reader, writer) -> {
                try {
                    reader.read().await();
                } catch (IOException refused) {
                    heard.add(refused);
                }
                writer.close();
            }, server("localhost"));
            SSLSocket old = (SSLSocket) client().context().getSocketFactory().createSocket();
            Thread.ofVirtual().start(() -> {
                try (old) {
                    old.setEnabledProtocols(new String[]{"TLSv1.2"});
                    old.connect(new InetSocketAddress("127.0.0.1", port(server)));
                    old.startHandshake();
                    old.startHandshake();
                    OutputStream out = old.getOutputStream();
                    out.write(1);
                    old.getInputStream().read();
                } catch (IOException _) {
                    // what the test waits for on the other side
                }
            });
            until("the server has refused", () -> !heard.isEmpty());
            assertThat(heard.getFirst()).hasMessageContaining("renegotiation");
            stop(server);
        });
    }

    // ---- on top of what stands

    @Test
    @CPythonTest({"test_streams.StreamTests.test_start_tls",
            "test_ssl.TestSSL.test_start_tls_server_1",
            "test_sslproto.BaseStartTLS.test_start_tls_server_1"})
    void streamIsUpgradedOnBothSides() throws Exception {
        io.net(() -> {
            Tls tls = server("localhost");
            Server server = Streams.startServer((reader, writer) -> {
                assertThat(text(reader.readLine().await())).isEqualTo("STARTTLS\n");
                writer.write(bytes("go ahead\n"));
                writer.startTls(tls, null).await();
                assertThat(writer.getExtraInfo(TlsInfo.VERSION)).isEqualTo("TLSv1.3");
                writer.write(reader.readLine().await());
                writer.close();
                writer.waitClosed().await();
            }, 0).await();
            Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
            connection.writer().write(bytes("STARTTLS\n"));
            assertThat(text(connection.reader().readLine().await())).isEqualTo("go ahead\n");
            connection.writer().startTls(client(), "localhost").await();
            connection.writer().write(bytes("secret\n"));
            assertThat(text(connection.reader().readLine().await())).isEqualTo("secret\n");
            assertThat(connection.reader().read().await()).isEmpty();
            close(connection);
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_start_tls_buffered_data")
    void handshakeThatCameTooEarlyIsNotLost() throws Exception {
        io.net(() -> {
            Tls tls = server("localhost");
            Server server = Streams.startServer((reader, writer) -> {
                reader.readLine().await();
                until("the client's handshake is buffered", () -> reader.toString().contains("bytes"));
                writer.startTls(tls, null).await();
                writer.write(bytes("hello"));
                writer.close();
                writer.waitClosed().await();
            }, 0).await();
            Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
            connection.writer().write(bytes("STARTTLS\n"));
            connection.writer().startTls(client(), "localhost").await(); // does not wait for an answer
            assertThat(text(connection.reader().read().await())).isEqualTo("hello");
            close(connection);
            stop(server);
        });
    }

    @Test
    void upgradeThatFailsClosesTheConnection() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(bytes("no TLS here"));
                reader.read().await();
                writer.close();
            }, 0).await();
            Connection connection = Streams.openConnection("127.0.0.1", port(server)).await();
            assertThatThrownBy(() -> connection.writer().startTls(client(), "localhost").await())
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(connection.writer().isClosing()).isTrue();
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_ssl.TestSSL.test_create_server_ssl_over_ssl")
    void tlsGoesThroughTls() throws Exception {
        io.net(() -> {
            Tls inner = server("other");
            Server server = serve((reader, writer) -> {
                writer.startTls(inner, null).await();
                writer.write(reader.readLine().await());
                writer.close();
                writer.waitClosed().await();
            }, server("localhost"));
            Connection connection = connect(server, "localhost", client());
            connection.writer().startTls(client(), "other.example").await();
            assertThat(connection.writer().getExtraInfo(TlsInfo.PEERCERT).getSubjectX500Principal().getName())
                    .isEqualTo("CN=other");
            connection.writer().write(bytes("deep\n"));
            assertThat(text(connection.reader().readLine().await())).isEqualTo("deep\n");
            assertThat(connection.reader().read().await()).isEmpty();
            close(connection);
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_ssl.TestSSL.test_start_tls_client_reg_proto_1",
            "test_sslproto.BaseStartTLS.test_start_tls_client_reg_proto_1"})
    void protocolIsUpgradedWithoutASecondConnectionMade() throws Exception {
        io.net(() -> {
            Server server = serve(ECHO, server("localhost"));
            List<String> heard = new ArrayList<>();
            Protocol protocol = new Protocol() {
                @Override
                public void connectionMade(Transport transport) {
                    heard.add("made");
                }

                @Override
                public void dataReceived(byte[] data) {
                    heard.add(new String(data));
                }

                @Override
                public boolean eofReceived() {
                    heard.add("eof");
                    return false;
                }

                @Override
                public void connectionLost(Throwable failure) {
                    heard.add("lost");
                }
            };
            Connected<Protocol> plain =
                    Connections.createConnection(() -> protocol, "127.0.0.1", port(server)).await();
            Transport secure = Connections
                    .startTls(plain.transport(), protocol, client(), false, "localhost").await();
            secure.write(bytes("hi"));
            until("the echo has come", () -> heard.contains("hi"));
            secure.close();
            until("the connection is lost", () -> heard.contains("lost"));
            assertThat(heard).containsExactly("made", "hi", "eof", "lost");
            stop(server);
        });
    }
}
