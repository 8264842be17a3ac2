package io.asyncio4j.peers;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.close;
import static io.asyncio4j.net.Net.go;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.stream.StreamOptions;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.tls.TestCertificates;
import io.asyncio4j.transport.ConnectOptions;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;
import java.net.ConnectException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// `nc` and `socat` on the other side, which end their direction as soon as their input ends.
@OnEveryIo
class NetcatPeerTest {
    private static final StreamHandler REVERSE_ALL = (reader, writer) -> {
        String all = text(reader.read().await());
        writer.write(bytes(new StringBuilder(all).reverse().toString()));
        writer.close();
    };

    private final Io io;

    NetcatPeerTest(Io io) {
        this.io = io;
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /// Connects as soon as the peer listens.
    private static Connection connect(int port, ConnectOptions options) throws Exception {
        while (true) {
            try {
                return Streams.openConnection("127.0.0.1", port, StreamOptions.DEFAULT.withConnect(options)).await();
            } catch (ConnectException notYet) {
                Sleep.sleep(0.01).await();
            }
        }
    }

    @Test
    void clientNcIsServed() throws Exception {
        Peer.needs("nc");
        io.net(() -> {
            Server server = Streams.startServer(REVERSE_ALL, 0).await();
            try (Peer nc = Peer.start("nc", "-N", "127.0.0.1", Integer.toString(port(server)))) {
                nc.say("stressed");
                nc.endInput();
                assertThat(nc.rest()).isEqualTo("desserts");
                assertThat(nc.status()).isZero();
            }
            stop(server);
        });
    }

    @Test
    void serverNcIsUnderstood() throws Exception {
        Peer.needs("nc");
        io.net(() -> {
            int port = freePort();
            try (Peer nc = Peer.start("nc", "-N", "-l", "127.0.0.1", Integer.toString(port))) {
                Connection connection = connect(port, ConnectOptions.DEFAULT);
                connection.writer().write(bytes("from us\n"));
                assertThat(nc.line()).isEqualTo("from us");
                nc.say("from nc\n");
                nc.endInput();
                assertThat(text(connection.reader().read().await())).isEqualTo("from nc\n");
                close(connection);
                nc.rest();
            }
        });
    }

    @Test
    void megabytesGoThroughSocatAndBack() throws Exception {
        Peer.needs("socat");
        io.net(() -> {
            int port = freePort();
            try (Peer socat = Peer.start("socat", "TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr", "EXEC:cat")) {
                Connection connection = connect(port, ConnectOptions.DEFAULT);
                byte[] data = new byte[4 << 20];
                new java.util.Random(1).nextBytes(data);
                var writing = go(() -> {
                    connection.writer().write(data);
                    connection.writer().drain().await();
                    connection.writer().writeEof();
                });
                assertThat(connection.reader().readExactly(data.length).await()).isEqualTo(data);
                assertThat(connection.reader().read().await()).isEmpty();
                writing.await();
                close(connection);
                socat.rest();
            }
        });
    }

    @Test
    void socatSpeaksTlsWithUsInBothRoles() throws Exception {
        Peer.needs("socat");
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(reader.readLine().await());
                writer.close();
            }, "127.0.0.1", 0, StreamServerOptions.DEFAULT
                    .withServer(ServerOptions.DEFAULT.withTls(TestCertificates.server("localhost")))).await();
            try (Peer socat = Peer.start("socat", "-", "OPENSSL:localhost:" + port(server) + ",pf=ip4,cafile="
                    + TestCertificates.file("ca.pem"))) {
                socat.say("over TLS\n");
                assertThat(socat.line()).isEqualTo("over TLS");
                socat.rest();
            }
            stop(server);
            int port = freePort();
            try (Peer socat = Peer.start("socat", "OPENSSL-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,verify=0,cert="
                    + TestCertificates.file("localhost.pem") + ",key=" + TestCertificates.file("localhost.key"),
                    "EXEC:cat")) {
                Connection connection = connect(port,
                        ConnectOptions.DEFAULT.withTls(TestCertificates.client().withServerHostname("localhost")));
                connection.writer().write(bytes("through cat\n"));
                assertThat(text(connection.reader().readLine().await())).isEqualTo("through cat\n");
                close(connection);
                socat.rest();
            }
        });
    }
}
