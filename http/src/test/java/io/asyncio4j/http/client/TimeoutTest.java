package io.asyncio4j.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.http.EveryIo;
import io.asyncio4j.http.HttpTimeoutException;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.http.Phase;
import io.asyncio4j.net.Io;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.WaitFor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/// Each phase of a request ends in time, and the error says which one it was.
class TimeoutTest extends EveryIo {

    private static final Duration SHORT = Duration.ofMillis(60);

    TimeoutTest(Io io) {
        super(io);
    }

    private static void timesOut(HttpClient client, HttpRequest request, Phase phase, String option) {
        assertThatThrownBy(request::await).isInstanceOfSatisfying(HttpTimeoutException.class, e -> {
            assertThat(e.phase()).isEqualTo(phase);
            assertThat(e.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            assertThat(e).hasMessageMatching(".*: timed out after \\d+\\.\\d s while " + phase + "; raise " + option
                    + " \\(0\\.1 s\\) or ask the server why");
        });
        assertThat(client.openConnections()).isZero();
    }

    @Test
    void waitingForTheHeadEndsInTime() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(ClientOptions.DEFAULT.withTotalTimeout(SHORT))) {
                    timesOut(client, client.get(server.url() + "/"), Phase.RESPONSE, "totalTimeout");
                    while (server.ended() < 1) {
                        Sleep.sleep(0.001).await();
                    }
                }
            });
        }
    }

    @Test
    void aBodyThatStallsEndsInTime() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    HttpRequest request = client.get(server.url() + "/").timeout(Duration.ofMillis(500));
                    assertThatThrownBy(request::await).isInstanceOfSatisfying(HttpTimeoutException.class,
                            e -> assertThat(e.phase()).isEqualTo(Phase.BODY));
                }
            });
        }
    }

    @Test
    void waitingForAConnectionEndsInTime() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(ClientOptions.DEFAULT.withConnections(1))) {
                    Task<HttpResponse> holder = Task.create(client.get(server.url() + "/"));
                    while (server.requests().isEmpty()) {
                        Sleep.sleep(0.001).await();
                    }
                    assertThatThrownBy(client.get(server.url() + "/").timeout(SHORT)::await)
                            .isInstanceOfSatisfying(HttpTimeoutException.class,
                                    e -> assertThat(e.phase()).isEqualTo(Phase.POOL));
                    assertThat(client.waitingRequests()).isZero();
                    holder.cancel();
                }
            });
        }
    }

    @Test
    void lookingUpAHostEndsInTime() throws Exception {
        LoopThread.run(() -> {
            ClientOptions options = ClientOptions.DEFAULT.withConnectTimeout(SHORT)
                    .withResolver(host -> new Future<List<InetAddress>>().await());
            try (HttpClient client = new HttpClient(options)) {
                timesOut(client, client.get("http://example.org/"), Phase.RESOLVE, "connectTimeout");
            }
        });
    }

    @Test
    void connectingEndsInTime() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        // A listener whose queue is full drops further attempts to connect, so they hang.
        try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
            List<Socket> fillers = new ArrayList<>();
            try {
                while (fillers.size() < 50) {
                    Socket filler = new Socket();
                    fillers.add(filler);
                    filler.connect(full.getLocalSocketAddress(), 200);
                }
            } catch (java.net.SocketTimeoutException queueIsFull) {
                // As intended.
            }
            assertThat(fillers).hasSizeLessThan(50);
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(ClientOptions.DEFAULT.withConnectTimeout(SHORT))) {
                    timesOut(client, client.get("http://127.0.0.1:" + full.getLocalPort() + "/"), Phase.CONNECT,
                            "connectTimeout");
                }
            });
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void aHandshakeThatStallsEndsInTime() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::awaitClose)) {
            LoopThread.run(() -> {
                ClientOptions options = ClientOptions.DEFAULT.withConnectTimeout(Duration.ofMillis(500))
                        .withSsl(SSLContext.getDefault());
                try (HttpClient client = new HttpClient(options)) {
                    assertThatThrownBy(client.get("https://127.0.0.1:" + server.port() + "/")::await)
                            .isInstanceOfSatisfying(HttpTimeoutException.class,
                                    e -> assertThat(e.phase()).isEqualTo(Phase.TLS));
                }
            });
        }
    }

    @Test
    void theTotalCoversAllRedirects() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            while (peer.read() != null) {
                peer.write("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(
                        ClientOptions.DEFAULT.withTotalTimeout(SHORT).withMaxRedirects(ClientOptions.UNLIMITED))) {
                    assertThatThrownBy(client.get(server.url() + "/")::await).isInstanceOf(HttpTimeoutException.class);
                }
            });
        }
    }

    @Test
    void aTimeoutOfTheCallerIsTheCallers() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    assertThatThrownBy(() -> WaitFor.waitFor(client.get(server.url() + "/"), SHORT).await())
                            .isInstanceOf(TimeoutException.class);
                    assertThat(client.openConnections()).isZero();
                }
            });
        }
    }
}
