package io.asyncio4j.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.http.EveryIo;
import io.asyncio4j.http.HttpLimits;
import io.asyncio4j.net.Io;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Clients that try to make the server hold more than it should.
class ResourceExhaustionTest extends EveryIo {

    private static final String HOST = "Host: x\r\n";

    ResourceExhaustionTest(Io io) {
        super(io);
    }

    @Test
    void aHeadThatComesTooSlowlyIsAnswered408() throws Exception {
        try (RunningServer server = RunningServer
                .recording(ServerOptions.DEFAULT.withHeaderTimeout(Duration.ofMillis(400)));
                Socket socket = server.connect()) {
            socket.setTcpNoDelay(true);
            long begun = System.nanoTime();
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(20);
            StringBuilder answer = new StringBuilder();
            String head = "GET /a HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(1000);
            for (int i = 0; answer.isEmpty() && i < head.length(); i++) {
                // One byte, then a wait for an answer: each byte alone comes in time, the head does not.
                socket.getOutputStream().write(head.charAt(i));
                try {
                    int b = in.read();
                    if (b >= 0) {
                        answer.append((char) b);
                    }
                } catch (java.net.SocketTimeoutException stillWaiting) {
                    assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
                }
            }
            socket.setSoTimeout(20_000);
            answer.append(RunningServer.readAll(socket));
            assertThat(answer.toString()).startsWith("HTTP/1.1 408 ").containsIgnoringCase("connection: close");
            assertThat(server.served()).isEmpty();
        }
    }

    @Test
    void aSilentConnectionIsClosedAfterTheHeaderTimeout() throws Exception {
        try (RunningServer server = RunningServer
                .recording(ServerOptions.DEFAULT.withHeaderTimeout(Duration.ofMillis(100)));
                Socket socket = server.connect()) {
            assertThat(RunningServer.readAll(socket)).isEmpty();
        }
    }

    @Test
    void aBodyThatStopsComingIsAnswered408() throws Exception {
        try (RunningServer server = RunningServer
                .recording(ServerOptions.DEFAULT.withBodyTimeout(Duration.ofMillis(100)));
                Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write(("POST /a HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nhalf").getBytes());
            assertThat(RunningServer.readAll(socket)).startsWith("HTTP/1.1 408 ");
            assertThat(server.served()).isEmpty();
        }
    }

    @Test
    void anIdleConnectionIsClosedSilently() throws Exception {
        try (RunningServer server = RunningServer
                .recording(ServerOptions.DEFAULT.withKeepAlive(Duration.ofMillis(100)));
                Socket socket = server.connect()) {
            socket.getOutputStream().write(("GET /a HTTP/1.1\r\n" + HOST + "\r\n").getBytes());
            assertThat(RunningServer.readResponse(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
            assertThat(RunningServer.readAll(socket)).isEmpty();
        }
    }

    @Test
    void aLongTargetIsAnswered414EvenInSinglePackets() throws Exception {
        try (RunningServer server = RunningServer.recording(); Socket socket = server.connect()) {
            socket.setTcpNoDelay(true);
            String line = "GET /" + "a".repeat(8190);
            for (byte b : line.getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
            }
            assertThat(RunningServer.readAll(socket)).startsWith("HTTP/1.1 414 ")
                    .contains("first line is longer than 8190 bytes");
        }
    }

    @Test
    void theLongestLinePasses() throws Exception {
        try (RunningServer server = RunningServer.recording()) {
            String target = "/n/" + "a".repeat(8190 - "GET /n/ HTTP/1.1".length());
            assertThat(server.exchange("GET " + target + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(server.exchange("GET " + target + "a HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 414 ");
        }
    }

    @Test
    void aLongFieldIsAnswered431() throws Exception {
        try (RunningServer server = RunningServer.recording()) {
            String head = "GET /a HTTP/1.1\r\n" + HOST + "Connection: close\r\nX: ";
            assertThat(server.exchange(head + "x".repeat(8187) + "\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            assertThat(server.exchange(head + "x".repeat(8188) + "\r\n\r\n")).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void theFieldAfterThe128thIsAnswered431() throws Exception {
        try (RunningServer server = RunningServer.recording()) {
            String head = "GET /a HTTP/1.1\r\n" + HOST + "Connection: close\r\n";
            assertThat(server.exchange(head + "X: y\r\n".repeat(126) + "\r\n")).startsWith("HTTP/1.1 200 ");
            assertThat(server.exchange(head + "X: y\r\n".repeat(127) + "\r\n")).startsWith("HTTP/1.1 431 ");
            assertThat(server.exchange(head + "X: y\r\n".repeat(2000) + "\r\n")).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void allFieldsTogetherAreBounded() throws Exception {
        try (RunningServer server = RunningServer.recording()) {
            String field = "X: " + "x".repeat(8000) + "\r\n";
            assertThat(server.exchange("GET /a HTTP/1.1\r\n" + HOST + field.repeat(9) + "\r\n"))
                    .startsWith("HTTP/1.1 431 ").contains("headers are longer than 65536 bytes");
        }
    }

    @Test
    void aFloodOfPipelinedRequestsIsAnsweredWholeAndInOrder() throws Exception {
        int count = 10_000;
        try (RunningServer server = RunningServer.recording(); Socket socket = server.connect()) {
            StringBuilder flood = new StringBuilder();
            for (int i = 0; i < count; i++) {
                flood.append("GET /n/").append(i).append(" HTTP/1.1\r\n").append(HOST)
                        .append(i == count - 1 ? "Connection: close\r\n\r\n" : "\r\n");
            }
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(flood.toString().getBytes(StandardCharsets.US_ASCII));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            List<String> bodies = RunningServer.readAll(socket).lines().filter(line -> line.startsWith("GET /n/"))
                    .toList();
            writer.join();
            assertThat(bodies).isEqualTo(IntStream.range(0, count).mapToObj(i -> "GET /n/" + i + " 0").toList());
        }
    }

    @Test
    void requestsSentBeforeTheClientShutsItsOutputAreAllAnswered() throws Exception {
        try (RunningServer server = RunningServer.recording(); Socket socket = server.connect()) {
            StringBuilder flood = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                flood.append("GET /n/").append(i).append(" HTTP/1.1\r\n").append(HOST).append("\r\n");
            }
            socket.getOutputStream().write(flood.toString().getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(RunningServer.readAll(socket).lines().filter(line -> line.startsWith("GET /n/"))).hasSize(500);
        }
    }

    @Test
    void requestsOfAClientThatDoesNotReadAreNotHandedOnAndTheConnectionIsClosed() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        Routes routes = new Routes().get("/", request -> {
            handled.incrementAndGet();
            return Response.bytes("a/b", new byte[1 << 20]);
        });
        try (RunningServer server = new RunningServer(routes,
                ServerOptions.DEFAULT.withBodyTimeout(Duration.ofMillis(300)));
                Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\n" + HOST + "\r\n").repeat(200).getBytes(StandardCharsets.US_ASCII));
            // Nothing is read here until the server has given up, which shows as a reset or an early end.
            while (server.connections() > 0) {
                Thread.onSpinWait();
            }
            assertThat(handled).hasValueLessThan(100);
        }
    }

    @Test
    void aLengthOverTheCapIsRefusedBeforeTheBodyIsRead() throws Exception {
        try (RunningServer server = RunningServer
                .recording(ServerOptions.DEFAULT.withLimits(HttpLimits.server().withBody(10)))) {
            assertThat(server.exchange("POST /a HTTP/1.1\r\n" + HOST + "Content-Length: 11\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ").contains("body is longer than 10 bytes");
            assertThat(server.exchange(
                    "POST /a HTTP/1.1\r\n" + HOST + "Connection: close\r\nContent-Length: 10\r\n\r\n0123456789"))
                    .endsWith("POST /a 10\n");
        }
    }

    @Test
    void aChunkedBodyOverTheCapIsRefusedWhileItIsRead() throws Exception {
        try (RunningServer server = RunningServer
                .recording(ServerOptions.DEFAULT.withLimits(HttpLimits.server().withBody(10)))) {
            assertThat(server.exchange(
                    "POST /a HTTP/1.1\r\n" + HOST
                            + "Transfer-Encoding: chunked\r\n\r\n8\r\n01234567\r\n8\r\n01234567\r\n"))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(server.served()).isEmpty();
        }
    }

    @Test
    void aBodyOfManyTinyChunksIsPutTogether() throws Exception {
        try (RunningServer server = RunningServer.recording()) {
            assertThat(server.exchange("POST /a HTTP/1.1\r\n" + HOST
                    + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(50_000)
                    + "0\r\n\r\n")).endsWith("POST /a 50000\n");
        }
    }
}
