package io.asyncio4j.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Raw bytes that try to make two parties read one connection differently. Every refusal closes the connection, and nothing
/// after the bad message is taken for a request.
class RequestParsingSecurityTest {

    private static final String NEXT = "GET /b HTTP/1.1\r\nHost: x\r\n\r\n";

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.recording(ServerOptions.DEFAULT.withBodyTimeout(Duration.ofSeconds(3))
                .withLingerTimeout(Duration.ofMillis(300)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void isRefused(String status, String request) throws Exception {
        String answer = server.exchange(request + NEXT);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("connection: close");
        assertThat(answer.split("HTTP/1.1 ", -1)).as("answers").hasSize(2);
        assertThat(server.served()).isEmpty();
        int body = answer.indexOf("\r\n\r\n") + 4;
        assertThat(answer.length() - body).as("length of the error text").isLessThanOrEqualTo(100);
    }

    private static String post(String headers, String body) {
        return "POST /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
    }

    @Test
    void lengthTogetherWithChunkedIsRefused() throws Exception {
        isRefused("400", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    }

    @Test
    void chunkedTogetherWithLengthIsRefused() throws Exception {
        isRefused("400", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: 5\r\nContent-Length: 5\r\n",
            "Content-Length: 5, 5\r\n"})
    void twoLengthsAreRefusedEvenWhenEqual(String headers) throws Exception {
        isRefused("400", post(headers, "hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\nContent-Length: 6\r\n",
            "CONTENT-LENGTH: 5\r\nA: b\r\ncontent-length: 5\r\n"})
    void twoLengthsAreRefusedByHttp10Too(String headers) throws Exception {
        isRefused("400", "POST /a HTTP/1.0\r\nHost: x\r\n" + headers + "\r\nhello");
    }

    @Test
    void whatOnlyBeginsOrEndsAsALengthIsNone() throws Exception {
        String answer = server.exchange(post(
                "Content-Lengt: 1\r\nContent-Lengths: 2\r\nX-Content-Length: 3\r\nContent-Length: 5\r\nConnection: close\r\n",
                "hello"));
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("POST /a 5\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "HTTP/01.1", "HTTP/1.01", "HTTP/1,1", "HTTP/1.", "HTTP/", "HTTP/1.1x",
            "HTTP/x.1", "HTTP/1.1 ", "HTTP/1.1 x", ""})
    void versionsWrittenOtherwiseAreRefused(String version) throws Exception {
        isRefused("400", "GET /a " + version + "\r\nHost: x\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", "-5", "5 5", "0x5", "5a", "", "99999999999999999999", "\u00d9\u00a5"})
    void lengthsThatAreNotPlainDigitsAreRefused(String length) throws Exception {
        isRefused("400", post("Content-Length: " + length + "\r\n", "hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xchunked", "identity", "chunked, identity", "chunked, chunked", "gzip, chunked",
            "chunked\u000b", "\u000cchunked", "chunked;q=1", "chunke"})
    void oddTransferEncodingsAreRefused(String coding) throws Exception {
        isRefused("400", post("Transfer-Encoding: " + coding + "\r\n", "0\r\n\r\n"));
    }

    @Test
    void transferEncodingTwiceIsRefused() throws Exception {
        isRefused("400", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    }

    @Test
    void transferEncodingInHttp10IsRefused() throws Exception {
        isRefused("400", "POST /a HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5\r\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n",
            "5;a\nb\r\nhello\r\n0\r\n\r\n",
            "12345678901234567\r\n", "3\r\nhello\r\n0\r\n\r\n", "\r\nhello\r\n", "g\r\n", "5\r\nhelloXX0\r\n\r\n",
            "-1\r\n"})
    void badChunksAreRefused(String body) throws Exception {
        isRefused("400", post("Transfer-Encoding: chunked\r\n", body));
    }

    @Test
    void aRequestInsideTrailersIsNeverRouted() throws Exception {
        String answer = server.exchange(post("Transfer-Encoding: chunked\r\n",
                "2\r\nhi\r\n0\r\nX: y\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(server.served()).isEmpty();
    }

    @Test
    void trailersAreDroppedAndCannotReplaceHeaders() throws Exception {
        String answer = server.exchange(post("Transfer-Encoding: chunked\r\nConnection: close\r\n",
                "2\r\nhi\r\n0\r\nHost: evil\r\nContent-Length: 7\r\n\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("POST /a 2\n");
    }

    @Test
    void trailersCountTowardTheNumberOfFields() throws Exception {
        isRefused("431", post("Transfer-Encoding: chunked\r\n", "0\r\n" + "T: v\r\n".repeat(127) + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /a HTTP/1.1\nHost: x\r\n\r\n", "GET /a HTTP/1.1\r\nHost: x\n\r\n",
            "GET /a HTTP/1.1\r\nHost: x\r\n\n", "GET /a\rb HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n",
            "GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a HTTP/1.1\r\nHost: x\r\nA\u0001: b\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: x\r\nA: b\u007f\r\n\r\n", "GET /\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n"})
    void strayControlBytesAreRefused(String request) throws Exception {
        isRefused("400", request);
    }

    @ParameterizedTest
    @ValueSource(strings = {" folded: y\r\n", "A: b\r\n folded\r\n", "A: b\r\n\tfolded\r\n", "A : b\r\n",
            ": b\r\n",
            "A b\r\n", "A\r\n", "(A): b\r\n"})
    void foldedLinesAndBadNamesAreRefused(String header) throws Exception {
        isRefused("400", "GET /a HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
    }

    @Test
    void missingHostIsRefused() throws Exception {
        isRefused("400", "GET /a HTTP/1.1\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: x\r\nHost: x\r\n", "Host: \r\n", "Host: a b\r\n", "Host: a/b\r\n",
            "Host: u@x\r\n",
            "Host: x:99999\r\n", "Host: x, y\r\n", "Host: [::1\r\n"})
    void badHostsAreRefused(String header) throws Exception {
        isRefused("400", "GET /a HTTP/1.1\r\n" + header + "\r\n");
    }

    @Test
    void hostOfAnAbsoluteTargetWins() throws Exception {
        Routes routes =
                new Routes().get("/who", request -> Response.text(request.host() + " " + request.path()));
        try (RunningServer hosts = new RunningServer(routes)) {
            assertThat(hosts.exchange(
                    "GET http://first.example/who?x HTTP/1.1\r\nHost: second.example\r\nConnection: close\r\n\r\n"))
                    .endsWith("first.example /who");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.9", "HTTP/2.0", "HTTP/0.9", "HTTP/3.0"})
    void otherVersionsAreRefused(String version) throws Exception {
        isRefused("505", "GET /a " + version + "\r\nHost: x\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /a\r\n\r\n", "GET /a HTTP/1.1x\r\nHost: x\r\n\r\n",
            "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
            "/a HTTP/1.1\r\nHost: x\r\n\r\n", "GET a HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
            "G(T /a HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"})
    void malformedRequestLinesAreRefused(String request) throws Exception {
        isRefused("400", request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0001", "\r\n\r\n", "\n", " "})
    void junkBeforeTheMethodIsRefused(String junk) throws Exception {
        isRefused("400", junk + "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    @Test
    void oneEmptyLineBeforeTheMethodPasses() throws Exception {
        assertThat(server.exchange("\r\nGET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ").endsWith("GET /a 0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "GETT", "BREW"})
    void otherMethodsAreNeverRoutedAsGet(String method) throws Exception {
        String answer = server.exchange(method + " /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("allow: GET, HEAD, OPTIONS, POST");
        assertThat(server.served()).isEmpty();
    }

    @Test
    void aMethodOfAHundredLettersIsNotAllowed() throws Exception {
        assertThat(server.exchange("M".repeat(100) + " /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
    }

    @Test
    void connectIsNotOffered() throws Exception {
        isRefused("501", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: a/b\r\nContent-Type: c/d\r\n",
            "Expect: 100-continue\r\nExpect: x\r\n",
            "User-Agent: a\r\nuser-agent: b\r\n"})
    void fieldsThatCanBeThereOnceAreRefusedTwice(String headers) throws Exception {
        isRefused("400", "GET /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }

    @Test
    void underscoreInANameIsNotAHyphen() throws Exception {
        Routes routes = new Routes().get("/",
                request -> Response.text("" + request.headers().all("X-Forwarded-For")));
        try (RunningServer echo = new RunningServer(routes)) {
            assertThat(echo.exchange(
                    "GET / HTTP/1.1\r\nHost: x\r\nX_Forwarded_For: evil\r\nX-Forwarded-For: good\r\n"
                            + "Connection: close\r\n\r\n"))
                    .endsWith("[good]");
        }
    }

    @Test
    void continueIsSentAndTheBodyIsRead() throws Exception {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(
                    post("Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n", "")
                            .getBytes());
            assertThat(RunningServer.readResponse(socket.getInputStream()))
                    .startsWith("HTTP/1.1 100 Continue");
            socket.getOutputStream().write("hi".getBytes());
            assertThat(RunningServer.readAll(socket)).startsWith("HTTP/1.1 200 ").endsWith("POST /a 2\n");
        }
    }

    @Test
    void anotherExpectationIsRefused() throws Exception {
        isRefused("417", post("Expect: coffee\r\nContent-Length: 2\r\n", "hi"));
    }

    @Test
    void anExpectedBodyThatNeverComesEndsTheConnection() throws Exception {
        try (Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write(post("Expect: 100-continue\r\nContent-Length: 2\r\n", "").getBytes());
            assertThat(RunningServer.readAll(socket)).startsWith("HTTP/1.1 100 Continue")
                    .contains("HTTP/1.1 408 ");
        }
        assertThat(server.served()).isEmpty();
    }

    @Test
    void restOfATooLargeBodyIsNotARequest() throws Exception {
        isRefused("413", post("Content-Length: 2000000\r\n", NEXT.repeat(100)));
    }

    @Test
    void tlsOnThePlainPortIsRefused() throws Exception {
        byte[] hello = {0x16, 3, 1, 0, (byte) 0xa5, 1, 0, 0, (byte) 0xa1, 3, 3, 1, 2, 3, 4};
        assertThat(server.exchange(hello)).startsWith("HTTP/1.1 400 ");
        assertThat(server.reported()).isEmpty();
    }

    @Test
    void errorTextsDoNotEchoTheRequest() throws Exception {
        String answer = server.exchange("GET /<script> HTTP/1.1\r\nHost: <script>alert(1)</script>\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("script");
    }

    @Test
    void refusalComesAfterTheAnswersBeforeIt() throws Exception {
        String answer = server.exchange("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
        assertThat(answer).contains("GET /a 0\nHTTP/1.1 400 ");
        assertThat(server.served()).containsExactly("GET /a");
    }

    @Test
    void bytesOfOneRequestMayComeOneByOne() throws Exception {
        try (Socket socket = server.connect()) {
            socket.setTcpNoDelay(true);
            for (byte b : post("Transfer-Encoding: chunked\r\nConnection: close\r\n", "2\r\nhi\r\n0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
            assertThat(RunningServer.readAll(socket)).endsWith("POST /a 2\n");
        }
    }
}
