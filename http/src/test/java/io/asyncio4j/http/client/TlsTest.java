package io.asyncio4j.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.http.EveryIo;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.http.ProtocolException;
import io.asyncio4j.http.TlsException;
import io.asyncio4j.http.server.HttpServer;
import io.asyncio4j.http.server.Response;
import io.asyncio4j.http.server.Routes;
import io.asyncio4j.http.server.ServerOptions;
import io.asyncio4j.net.Io;
import io.asyncio4j.task.Task;
import io.asyncio4j.thread.ToThread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest extends EveryIo {

    @TempDir
    private static Path directory;
    private static TestCertificate certificate;

    private final AtomicInteger handled = new AtomicInteger();

    TlsTest(Io io) {
        super(io);
    }

    @BeforeAll
    static void make() throws Exception {
        certificate = new TestCertificate(directory, "dns:localhost,ip:127.0.0.1");
    }

    /// What a test does with a running server.
    interface Body {
        void run(HttpServer server) throws Exception;
    }

    private void withServer(TestCertificate shown, Body body) throws Exception {
        Routes routes = new Routes().get("/", request -> {
            handled.incrementAndGet();
            return Response.text("secret");
        }).get("/big", request -> Response.text("x".repeat(1 << 20)));
        LoopThread.run(() -> AsyncWith.asyncWith(
                new HttpServer(routes, ServerOptions.DEFAULT.withPort(0).withSsl(shown.server())), body::run));
    }

    @Test
    void aSelfSignedCertificateIsRefusedByDefault() throws Exception {
        withServer(certificate, server -> {
            assertThat(server.url()).startsWith("https://127.0.0.1:");
            try (HttpClient client = HttpClient.create()) {
                assertThatThrownBy(() -> client.get(server.url() + "/").await()).isInstanceOf(TlsException.class)
                        .hasMessageContaining("the certificate of 127.0.0.1 is not trusted")
                        .hasMessageContaining("ClientOptions.withSsl");
                assertThat(client.openConnections()).isZero();
            }
        });
        assertThat(handled).as("requests that reached the server").hasValue(0);
    }

    @Test
    void aGivenContextIsTrusted() throws Exception {
        withServer(certificate, server -> {
            try (HttpClient client = new HttpClient(ClientOptions.DEFAULT.withSsl(certificate.trusting()))) {
                assertThat(client.get(server.url() + "/").await().text()).isEqualTo("secret");
                assertThat(client.get(server.url() + "/big").await().length()).isEqualTo(1 << 20);
                assertThat(client.get("https://localhost:" + server.port() + "/").await().text())
                        .isEqualTo("secret");
                List<Task<HttpResponse>> tasks = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    tasks.add(Task.create(client.get(server.url() + "/")));
                }
                for (Task<HttpResponse> task : tasks) {
                    assertThat(task.await().text()).isEqualTo("secret");
                }
            }
        });
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        TestCertificate other = new TestCertificate(directory, "dns:other.example");
        withServer(other, server -> {
            try (HttpClient client = new HttpClient(ClientOptions.DEFAULT.withSsl(other.trusting()))) {
                for (String host : List.of("127.0.0.1", "localhost")) {
                    assertThatThrownBy(() -> client.get("https://" + host + ":" + server.port() + "/").await())
                            .isInstanceOf(TlsException.class)
                            .hasMessageContaining("the certificate of " + host + " is refused: ")
                            .hasMessageContaining("check the host name");
                }
            }
        });
        assertThat(handled).as("requests that reached the server").hasValue(0);
    }

    @Test
    void httpsToAPlainServerSaysSoAndEndsTheConnection() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer plain = new ScriptedServer(peer -> {
            peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
            peer.awaitClose();
            ended.countDown();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    assertThatThrownBy(() -> client.get("https://127.0.0.1:" + plain.port() + "/").await())
                            .isInstanceOf(TlsException.class).hasMessageContaining("does not speak TLS");
                    // before the loop is closed, with which everything ends
                    assertThat(ToThread.toThread(() -> ended.await(30, TimeUnit.SECONDS)).await()).isTrue();
                }
            });
        }
    }

    @Test
    void anAnswerInTlsToPlainHttpSaysSo() throws Exception {
        try (ScriptedServer alerting = new ScriptedServer(peer -> {
            peer.read();
            peer.write("\u0015\u0003\u0003\0\u0002\u0002\u0050");
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    String url = "http://127.0.0.1:" + alerting.port() + "/";
                    assertThatThrownBy(() -> client.get(url).await()).isInstanceOf(ProtocolException.class)
                            .hasMessage("GET " + url + ": the response is malformed: it is TLS; use https");
                }
            });
        }
    }

    @Test
    void aServerThatHangsUpDuringTheHandshakeSaysSo() throws Exception {
        try (ScriptedServer rude = new ScriptedServer(ScriptedServer.Peer::reset)) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    assertThatThrownBy(() -> client.get("https://127.0.0.1:" + rude.port() + "/").await())
                            .isInstanceOf(TlsException.class).hasMessageContaining("TLS handshake");
                }
            });
        }
    }

    @Test
    void plainHttpToATlsServerIsNoAnswer() throws Exception {
        withServer(certificate, server -> {
            try (HttpClient client = HttpClient.create()) {
                assertThatThrownBy(() -> client.get("http://127.0.0.1:" + server.port() + "/").await())
                        .isInstanceOf(io.asyncio4j.http.HttpException.class);
            }
        });
        assertThat(handled).hasValue(0);
    }
}
