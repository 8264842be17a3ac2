package io.asyncio4j.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.http.DisconnectedException;
import io.asyncio4j.http.EveryIo;
import io.asyncio4j.http.Headers;
import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.http.Method;
import io.asyncio4j.http.Origin;
import io.asyncio4j.http.PayloadException;
import io.asyncio4j.http.ProtocolException;
import io.asyncio4j.http.StatusException;
import io.asyncio4j.http.Url;
import io.asyncio4j.http.codec.ClientWire;
import io.asyncio4j.http.codec.Connecting;
import io.asyncio4j.http.codec.OutgoingRequest;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.Sleep;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientTest extends EveryIo {

    HttpClientTest(Io io) {
        super(io);
    }

    /// Gets one response from a server that runs this script on each connection.
    private static HttpResponse get(ScriptedServer.Script script) throws Exception {
        return get(script, ClientOptions.DEFAULT);
    }

    private static HttpResponse get(ScriptedServer.Script script, ClientOptions options) throws Exception {
        try (ScriptedServer server = new ScriptedServer(script)) {
            return LoopThread.call(() -> {
                try (HttpClient client = new HttpClient(options)) {
                    return client.get(server.url() + "/x").await();
                }
            });
        }
    }

    private static ScriptedServer.Script raw(String response) {
        return peer -> {
            peer.read();
            peer.write(response);
        };
    }

    @Test
    void aResponseHasStatusHeadersAndBody() throws Exception {
        HttpResponse response =
                get(raw("HTTP/1.1 418 I'm a teapot\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 3\r\n\r\ntea"));
        assertThat(response.status().code()).isEqualTo(418);
        assertThat(response.status().reason()).isEqualTo("I'm a teapot");
        assertThat(response.headers().all("X-A")).containsExactly("1", "2");
        assertThat(response.text()).isEqualTo("tea");
        assertThat(response.bytes()).isEqualTo("tea".getBytes());
        assertThat(response.text()).as("read again").isEqualTo("tea");
        assertThat(response.history()).isEmpty();
    }

    @Test
    void theRequestIsExactlyWhatWasAskedFor() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("ok")) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    client.get(server.url() + "/a%2Fb/../c?x=%7e&y=a+b#frag").header("X-Test", "v").await();
                    client.get(URI.create(server.url() + "/uri")).await();
                    client.request("put", server.url() + "/up").body("\u00e4").await();
                    client.request(Method.POST, Url.parse(server.url() + "/empty")).await();
                    client.get(Url.parse("http://user:p%40w@127.0.0.1:" + server.port() + "/auth")).await();
                }
            });
            assertThat(server.requests().get(0)).startsWith("GET /a%2Fb/../c?x=%7e&y=a+b HTTP/1.1\r\n")
                    .contains("\r\nHost: 127.0.0.1:" + server.port() + "\r\n").contains("\r\nX-Test: v\r\n")
                    .contains("\r\nAccept: */*\r\n").contains("\r\nAccept-Encoding: gzip, deflate\r\n")
                    .contains("\r\nUser-Agent: asyncio4j\r\n");
            assertThat(server.requests().get(1)).startsWith("GET /uri HTTP/1.1\r\n");
            assertThat(server.requests().get(2)).startsWith("PUT /up HTTP/1.1\r\n").endsWith("\u00e4")
                    .containsIgnoringCase("content-length: 2").contains("Content-Type: text/plain; charset=utf-8");
            assertThat(server.requests().get(3)).containsIgnoringCase("content-length: 0");
            assertThat(server.requests().get(4)).contains("\r\nAuthorization: Basic dXNlcjpwQHc=\r\n")
                    .doesNotContain("user:");
        }
    }

    @Test
    void automaticHeadersCanBeReplaced() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("ok")) {
            LoopThread.run(() -> {
                try (HttpClient client = new HttpClient(ClientOptions.DEFAULT.withUserAgent(""))) {
                    client.get(server.url() + "/").header("Accept", "text/html").header("Host", "other").await();
                }
            });
            assertThat(server.requests().get(0)).contains("\r\nHost: other\r\n").contains("\r\nAccept: text/html\r\n")
                    .doesNotContain("*/*").doesNotContain("User-Agent");
        }
    }

    @Test
    void aRequestIsSentEachTimeItIsAwaited() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("ok")) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    HttpRequest request = client.get(server.url() + "/");
                    assertThat(server.requests()).isEmpty();
                    request.await();
                    request.await();
                    List<HttpResponse> both =
                            Gather.<HttpResponse>gather(request, client.get(server.url() + "/")).await();
                    assertThat(both).extracting(HttpResponse::text).containsExactly("ok", "ok");
                }
            });
            assertThat(server.requests()).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x/a b", "http://x/a\r\nX: y", "http://x/\u0000", "http://a\r\nb/", "ftp://x/", "/x",
            "x"})
    void badAddressesAreRefusedBeforeAnythingIsSent(String url) {
        try (HttpClient client = HttpClient.create()) {
            assertThatThrownBy(() -> client.get(url)).isInstanceOf(IllegalArgumentException.class);
            assertThat(client.openConnections()).isZero();
        }
    }

    @Test
    void lineEndsAreRefusedEverywhereInARequest() {
        try (HttpClient client = HttpClient.create()) {
            HttpRequest request = client.get("http://x/");
            assertThatThrownBy(() -> client.request("GET\r\nX: y", "http://x/"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.request("GET / HTTP/1.1\r\n", "http://x/"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> request.header("A\r\nB", "c")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> request.header("A", "b\r\nc")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> request.header("Host", "b\nc")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> request.header("A", "\u010d")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> request.header("Content-Length", "1"))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("set by the client itself");
            assertThatThrownBy(() -> request.header("transfer-encoding", "chunked"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> request.body("x")).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("GET with a body: 1 bytes; use POST or PUT");
            assertThatThrownBy(() -> client.request("CONNECT", "http://x/"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void textIsReadInTheCharsetOfTheHeader() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain";
        assertThat(get(raw(head + "; charset=iso-8859-1\r\n\r\n\u00e4")).text()).isEqualTo("\u00e4");
        assertThat(get(raw(head + "\r\n\r\n\u00c3\u00a4")).text()).as("UTF-8").isEqualTo("\u00e4");
        assertThat(get(raw(head + "\r\n\r\n\u00e4")).text()).as("malformed").isEqualTo("\ufffd");
        HttpResponse odd = get(raw(head + "; charset=klingon\r\n\r\nx"));
        assertThatThrownBy(odd::text).isInstanceOf(PayloadException.class).hasMessageContaining("charset: klingon");
        assertThat(odd.text(StandardCharsets.US_ASCII)).isEqualTo("x");
    }

    @Test
    void bodiesEndByLengthByChunksOrByTheConnection() throws Exception {
        assertThat(get(raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")).text()).isEqualTo("ab");
        assertThat(get(
                raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x=y\r\nb\r\n0\r\nT: t\r\n\r\n"))
                .text()).isEqualTo("ab");
        assertThat(get(raw("HTTP/1.0 200 OK\r\n\r\nab")).text()).isEqualTo("ab");
        assertThat(get(raw("HTTP/1.1 204 No Content\r\n\r\n")).text()).isEmpty();
        assertThat(get(raw("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")).text()).isEmpty();
    }

    @Test
    void aResponseToHeadHasNoBodyWhateverItSays() throws Exception {
        try (ScriptedServer server = new ScriptedServer(peer -> {
            peer.read();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\n");
            peer.read();
            peer.answer("next");
        })) {
            LoopThread.run(() -> {
                try (HttpClient client = HttpClient.create()) {
                    HttpResponse head = client.request("head", server.url() + "/").await();
                    assertThat(head.length()).isZero();
                    assertThat(head.headers().get("content-length")).isEqualTo("5");
                    assertThat(client.get(server.url() + "/").await().text()).isEqualTo("next");
                }
            });
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void interimResponsesArePassedOver() throws Exception {
        assertThat(get(raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")).text()).isEqualTo("ok");
        assertThatThrownBy(() -> get(raw("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17))))
                .isInstanceOf(ProtocolException.class).hasMessageContaining("more than 16 interim responses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
            "HTTP/1.1 200 OK\nA: b\n\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.0 200 OK\r\nContent-Length: 1\r\nContent-Length : 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 999 What\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA\u0000: b\r\n\r\n"})
    void whatIsNoHttpIsAProtocolError(String response) {
        assertThatThrownBy(() -> get(raw(response))).isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("GET http://127.0.0.1:");
    }

    @Test
    void headsAreLimited() {
        assertThatThrownBy(() -> get(raw("HTTP/1.1 200 " + "x".repeat(9000)))).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("first line is longer than 8190 bytes");
        assertThatThrownBy(() -> get(raw("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(129))))
                .isInstanceOf(ProtocolException.class).hasMessageContaining("more than 128 header fields");
    }

    @Test
    void bodiesAreLimited() {
        ClientOptions small = ClientOptions.DEFAULT.withLimits(HttpLimits.client().withBody(10));
        assertThatThrownBy(() -> get(raw("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890"), small))
                .isInstanceOf(PayloadException.class).hasMessageContaining("longer than 10 bytes");
        assertThatThrownBy(() -> get(raw("HTTP/1.0 200 OK\r\n\r\n01234567890"), small))
                .isInstanceOf(PayloadException.class);
    }

    @Test
    void aBodyThatIsCutOffIsAnError() {
        assertThatThrownBy(() -> get(raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")))
                .isInstanceOf(PayloadException.class).hasMessageContaining("cut off after 4 of 10 bytes");
        assertThatThrownBy(() -> get(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")))
                .isInstanceOf(PayloadException.class).hasMessageContaining("cut off after 2 bytes");
        assertThatThrownBy(() -> get(peer -> {
            peer.read();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            peer.reset();
        })).isInstanceOfAny(PayloadException.class, DisconnectedException.class);
    }

    @Test
    void aResetBehindTheLastBytesIsNeverMissed() {
        // How the reset and the reading of the bytes before it interleave is up to the kernel, hence so many.
        ClientOptions options = ClientOptions.DEFAULT.withTotalTimeout(Duration.ofSeconds(20));
        for (int i = 0; i < 40; i++) {
            assertThatThrownBy(() -> get(peer -> {
                peer.read();
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                peer.reset();
            }, options)).isInstanceOfAny(PayloadException.class, DisconnectedException.class);
        }
    }

    @Test
    void aServerThatClosesWithoutAnAnswerIsNamed() {
        assertThatThrownBy(() -> get(peer -> peer.read())).isInstanceOf(DisconnectedException.class)
                .hasMessageMatching(
                        "GET http://127\\.0\\.0\\.1:\\d+/x: the server closed the connection without an answer; "
                                + "try again");
    }

    @Test
    void aServerThatClosesInTheMiddleOfTheHeadIsNamed() {
        assertThatThrownBy(() -> get(raw("HTTP/1.1 200 OK\r\nA: "))).isInstanceOf(DisconnectedException.class)
                .hasMessageContaining("in the middle of its answer");
    }

    @Test
    void throwOnErrorKeepsTheBeginningOfTheBody() throws Exception {
        HttpResponse response = get(raw("HTTP/1.1 500 Oops\r\nX: y\r\nContent-Length: 3\r\n\r\nwhy"));
        assertThatThrownBy(response::throwOnError).isInstanceOfSatisfying(StatusException.class, e -> {
            assertThat(e).hasMessageContaining("the server answered 500 Oops");
            assertThat(e.status().code()).isEqualTo(500);
            assertThat(e.bodyExcerpt()).isEqualTo("why");
            assertThat(e.headers().get("X")).isEqualTo("y");
        });
        assertThat(response.text()).as("still readable").isEqualTo("why");
        HttpResponse fine = get(raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        assertThat(fine.throwOnError()).isSameAs(fine);
    }

    @Test
    void aClosedClientSaysSo() throws Exception {
        LoopThread.run(() -> {
            HttpClient client = HttpClient.create();
            client.close();
            client.close();
            assertThatThrownBy(() -> client.get("http://127.0.0.1:1/").await())
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("the client is closed");
        });
    }

    @Test
    void aClientBelongsToOneLoop() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("ok"); HttpClient client = HttpClient.create()) {
            LoopThread.run(() -> client.get(server.url() + "/").await());
            assertThatThrownBy(() -> LoopThread.run(() -> client.get(server.url() + "/").await()))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("belongs to another loop");
        }
    }

    @Test
    void optionsAreCheckedAtOnce() {
        ClientOptions options = ClientOptions.DEFAULT;
        assertThatThrownBy(() -> options.withTotalTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Timeouts.NONE");
        assertThatThrownBy(() -> options.withConnections(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withConnectionsPerHost(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withMaxRedirects(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(options.withMaxRedirects(0).withConnections(ClientOptions.UNLIMITED).maxRedirects()).isZero();
    }

    @Test
    void aServerOfAnotherProtocolIsToldByWhatItSays() throws Exception {
        Map<String, String> shown = Map.of("SSH-2.0-OpenSSH_9.2p1\r\n", "SSH-2.0-OpenSSH_9.2p1",
                "220 mail.example ESMTP; hello\r\n", "220 mail.example ESMTP; hello", "J\0\0\0\n8.0.36\0", "J???",
                "HTTQ/1.1 200 OK\r\n\r\n", "HTTQ/1.1 200 OK", "HTTP\r\n\r\n", "HTTP", "*".repeat(99) + "\r\n",
                "*".repeat(60) + "...");
        for (Map.Entry<String, String> greeting : shown.entrySet()) {
            for (boolean unasked : List.of(true, false)) {
                try (ScriptedServer foreign = new ScriptedServer(peer -> {
                    if (!unasked) {
                        peer.read();
                    }
                    peer.write(greeting.getKey());
                    peer.awaitClose();
                })) {
                    LoopThread.run(() -> {
                        try (HttpClient client = HttpClient.create()) {
                            String url = "http://127.0.0.1:" + foreign.port() + "/";
                            assertThatThrownBy(() -> client.get(url).await()).isInstanceOf(ProtocolException.class)
                                    .hasMessage(
                                            "GET " + url + ": the response is malformed: it is not HTTP but begins \""
                                                    + greeting.getValue() + "\"; check the host and the port");
                        }
                    });
                }
            }
        }
    }

    @Test
    void aGreetingThatComesBeforeTheRequestIsTold() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        try (ScriptedServer foreign = new ScriptedServer(peer -> {
            peer.write("+OK POP3 ready\r\n");
            said.countDown();
            peer.awaitClose();
        })) {
            LoopThread.run(() -> {
                Origin origin = Url.parse("http://127.0.0.1:" + foreign.port() + "/").origin();
                ClientWire wire = Connecting.to(EventLoop.running(), origin, InetAddress.getLoopbackAddress(), null,
                        HttpLimits.client()).ready().await();
                said.await();
                while (wire.isOpen()) {
                    Sleep.sleep(0.001).await();
                }
                OutgoingRequest request = new OutgoingRequest(Method.GET, "/", Headers.empty(), new byte[0]);
                assertThatThrownBy(() -> wire.exchange("GET it", request).await()).isInstanceOf(ProtocolException.class)
                        .hasMessage("GET it: the response is malformed: it is not HTTP but begins \"+OK POP3 ready\"; "
                                + "check the host and the port");
            });
        }
    }
}
