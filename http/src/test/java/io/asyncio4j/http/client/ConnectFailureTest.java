package io.asyncio4j.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.http.ConnectFailedException;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.http.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectFailureTest {

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aRefusedConnectionSaysWhereAndWhatToLookAt() throws Exception {
        int port = unusedPort();
        LoopThread.run(() -> {
            try (HttpClient client = HttpClient.create()) {
                assertThatThrownBy(() -> client.get("http://127.0.0.1:" + port + "/").await())
                        .isInstanceOf(ConnectFailedException.class).hasMessage("GET http://127.0.0.1:" + port
                                + "/: connection refused; is a server listening there?")
                        .hasCauseInstanceOf(IOException.class);
                assertThat(client.openConnections()).isZero();
            }
        });
    }

    @Test
    void anUnknownHostIsNamed() throws Exception {
        LoopThread.run(() -> {
            ClientOptions options = ClientOptions.DEFAULT.withResolver(host -> {
                throw new UnknownHostException(host);
            });
            try (HttpClient client = new HttpClient(options)) {
                assertThatThrownBy(() -> client.get("http://nowhere.example/").await())
                        .isInstanceOf(ConnectFailedException.class).hasMessage(
                                "GET http://nowhere.example/: unknown host: nowhere.example; check the name and the network");
            }
        });
    }

    @Test
    void theNextAddressOfAHostIsTried() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("ok")) {
            LoopThread.run(() -> {
                ClientOptions options = ClientOptions.DEFAULT.withResolver(
                        host -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")));
                try (HttpClient client = new HttpClient(options)) {
                    assertThat(client.get("http://two.example:" + server.port() + "/").await().text())
                            .isEqualTo("ok");
                }
            });
            assertThat(server.requests().getFirst()).contains("Host: two.example:" + server.port());
        }
    }

    @Test
    void everyKindOfFailureHasItsWords() {
        Origin origin = new Origin("http", "h", 80);
        assertThat(ConnectFailures.of("GET http://h/", origin, new NoRouteToHostException("No route to host")))
                .hasMessage("GET http://h/: h:80 cannot be reached; check the network");
        assertThat(ConnectFailures.of("GET http://h/", origin, new IOException("weird")))
                .hasMessage("GET http://h/: cannot connect to h:80: weird; check host and port");
        assertThat(ConnectFailures.of("GET https://h/", new Origin("https", "h", 443), new IOException("reset")))
                .hasMessageContaining("the connection ended during the TLS handshake (reset)");
    }
}
