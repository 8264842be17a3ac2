package io.asyncio4j.peers;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.stream.StreamOptions;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.tls.TestCertificates;
import io.asyncio4j.tls.Tls;
import io.asyncio4j.tls.TlsInfo;
import io.asyncio4j.transport.ConnectOptions;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The command `openssl` on the other side of TLS.
@OnEveryIo
class OpensslPeerTest {
    private static final StreamHandler UPPER_CASE = (reader, writer) -> {
        for (byte[] line = reader.readLine().await(); line.length > 0; line = reader.readLine().await()) {
            writer.write(bytes(text(line).toUpperCase()));
            writer.drain().await();
        }
        writer.close();
    };

    private final Io io;

    OpensslPeerTest(Io io) {
        this.io = io;
    }

    @BeforeAll
    static void opensslIsInstalled() {
        Peer.needs("openssl");
    }

    private static Server serve(Tls tls) throws Exception {
        return Streams.startServer(UPPER_CASE, "127.0.0.1", 0,
                StreamServerOptions.DEFAULT.withServer(ServerOptions.DEFAULT.withTls(tls))).await();
    }

    private static Peer client(Server server, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port(server),
                "-CAfile", TestCertificates.file("ca.pem").toString(), "-verify_return_error", "-servername",
                "localhost",
                "-verify_hostname", "localhost"));
        command.addAll(List.of(more));
        return Peer.start(command.toArray(String[]::new));
    }

    @Test
    void clientOfOpensslIsServedInBothVersionsOfTls() throws Exception {
        io.net(() -> {
            Server server = serve(TestCertificates.server("localhost").withAlpn("echo"));
            for (String version : List.of("-tls1_2", "-tls1_3")) {
                try (Peer client = client(server, version, "-alpn", "other,echo")) {
                    client.lineWith("ALPN protocol: echo");
                    client.lineWith("Verify return code: 0 (ok)");
                    client.say("hello openssl\n");
                    client.lineWith("HELLO OPENSSL");
                    client.say("Q\n");
                    client.rest();
                    assertThat(client.status()).isZero();
                }
            }
            stop(server);
        });
    }

    @Test
    void renegotiationAskedForByOpensslIsRefused() throws Exception {
        io.net(() -> {
            Server server = serve(TestCertificates.server("localhost"));
            try (Peer client = client(server, "-tls1_2")) {
                client.lineWith("Verify return code: 0 (ok)");
                client.say("R\n");
                client.lineWith("RENEGOTIATING");
                client.rest();
                assertThat(client.status()).isNotZero();
            }
            stop(server);
            assertThat(theReport().exception()).isInstanceOf(SSLException.class); // the handler's
        });
    }

    @Test
    void clientThatSpeaksOldTlsOnlyIsRefused() throws Exception {
        io.net(() -> {
            Server server = serve(TestCertificates.server("localhost"));
            try (Peer client = client(server, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")) {
                client.lineWith("alert");
                client.rest();
                assertThat(client.status()).isNotZero();
            }
            stop(server);
        });
    }

    @Test
    void serverOfOpensslIsUnderstoodInBothVersionsOfTls() throws Exception {
        io.net(() -> {
            for (String version : List.of("-tls1_2", "-tls1_3")) {
                int port;
                try (ServerSocket free = new ServerSocket(0)) {
                    port = free.getLocalPort();
                }
                try (Peer server = Peer.start("openssl", "s_server", "-accept", "127.0.0.1:" + port, version, "-cert",
                        TestCertificates.file("localhost.pem").toString(), "-key",
                        TestCertificates.file("localhost.key").toString(), "-rev", "-naccept", "1", "-alpn",
                        "h2,echo")) {
                    server.lineWith("ACCEPT");
                    Connection connection = Streams.openConnection("127.0.0.1", port, StreamOptions.DEFAULT.withConnect(
                            ConnectOptions.DEFAULT.withTls(TestCertificates.client().withServerHostname("localhost")
                                    .withAlpn("echo"))))
                            .await();
                    assertThat(connection.writer().getExtraInfo(TlsInfo.ALPN_PROTOCOL)).isEqualTo("echo");
                    assertThat(connection.writer().getExtraInfo(TlsInfo.VERSION))
                            .isEqualTo(version.equals("-tls1_2") ? "TLSv1.2" : "TLSv1.3");
                    connection.writer().write(bytes("stressed\n"));
                    assertThat(text(connection.reader().readLine().await())).isEqualTo("desserts\n");
                    connection.writer().close();
                    connection.writer().waitClosed().await();
                }
            }
        });
    }

    @Test
    void keysAreUpdatedWhenOpensslAsksForIt() throws Exception {
        io.net(() -> {
            Server server = serve(TestCertificates.server("localhost"));
            try (Peer client = client(server, "-tls1_3")) {
                client.lineWith("Verify return code: 0 (ok)");
                client.say("first\n");
                client.lineWith("FIRST");
                client.say("K\n");
                client.lineWith("KEYUPDATE");
                client.say("second\n");
                client.lineWith("SECOND");
                client.say("Q\n");
                client.rest();
            }
            stop(server);
            until("the server has no connection", () -> !server.isServing());
        });
    }
}
