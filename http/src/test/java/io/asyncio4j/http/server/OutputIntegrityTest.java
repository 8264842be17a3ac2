package io.asyncio4j.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.http.EveryIo;
import io.asyncio4j.http.Status;
import io.asyncio4j.net.Io;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server sends is one response per request, whatever handlers put into it.
class OutputIntegrityTest extends EveryIo {

    OutputIntegrityTest(Io io) {
        super(io);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\rb", "a\nb", "a\u0000", "a\u0001"})
    void lineEndsInHeadersAreRefusedAtTheSetter(String evil) {
        Response response = Response.text("x");
        assertThatThrownBy(() -> response.withHeader("X", evil)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> response.addingHeader(evil, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> response.withStatus(new Status(200, evil)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Response.redirect(evil)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Response.bytes(evil, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesOutsideLatin1AreRefused() {
        assertThatThrownBy(() -> Response.text("x").withHeader("X", "\u010d"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "transfer-encoding", "Connection"})
    void fieldsOfTheFramingAreRefused(String name) {
        assertThatThrownBy(() -> Response.text("x").withHeader(name, "5")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
        assertThatThrownBy(() -> Response.text("x").addingHeader(name, "5"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void interimStatusIsNotForHandlers() {
        assertThatThrownBy(() -> Response.text("x").withStatus(100)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aBodyOnABodilessStatusIsDroppedAndTheNextAnswerIsWhole(int code) throws Exception {
        Routes routes = new Routes().get("/a", request -> Response.text("dropped").withStatus(code))
                .get("/b", request -> Response.text("whole"));
        try (RunningServer server = new RunningServer(routes)) {
            String answer = server.exchange("GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 " + code).doesNotContain("dropped").endsWith("\r\n\r\nwhole");
            assertThat(answer.substring(0, answer.indexOf("\r\n\r\n"))).doesNotContainIgnoringCase("content-length");
        }
    }

    @Test
    void headGetsTheLengthWithoutTheBody() throws Exception {
        Routes routes = new Routes().get("/a", request -> Response.text("0123456789"));
        try (RunningServer server = new RunningServer(routes)) {
            String answer = server.exchange("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String[] answers = answer.split("(?=HTTP/1.1 )");
            assertThat(answers).hasSize(2);
            assertThat(answers[0]).containsIgnoringCase("content-length: 10").endsWith("\r\n\r\n");
            assertThat(answers[1]).endsWith("\r\n\r\n0123456789");
        }
    }

    @Test
    void headOfAMissingPageHasNoBodyEither() throws Exception {
        try (RunningServer server = new RunningServer(new Routes())) {
            String answer = server.exchange("HEAD /nix HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n");
        }
    }

    @Test
    void aFailingHandlerTellsTheClientNothing() throws Exception {
        Routes routes = new Routes().get("/a", request -> {
            throw new IllegalStateException("the password is 1234");
        });
        try (RunningServer server = new RunningServer(routes); Socket socket = server.connect()) {
            socket.getOutputStream().write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
            String answer = RunningServer.readResponse(socket.getInputStream());
            assertThat(answer).startsWith("HTTP/1.1 500 ").doesNotContain("1234").doesNotContain("IllegalState");
            assertThat(server.reported()).singleElement()
                    .satisfies(e -> assertThat(e).hasMessage("the password is 1234"));
        }
    }

    @Test
    void aHandlerThatReturnsNothingIsReported() throws Exception {
        try (RunningServer server = new RunningServer(new Routes().get("/a", request -> null))) {
            assertThat(server.exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 500 ");
            assertThat(server.reported()).singleElement()
                    .satisfies(e -> assertThat(e).hasMessageContaining("handler of GET /a returned null"));
        }
    }

    @Test
    void anErrorOfAHandlerIsAFailureToo() throws Exception {
        Routes routes = new Routes().get("/a", request -> {
            throw new StackOverflowError();
        });
        try (RunningServer server = new RunningServer(routes)) {
            assertThat(server.exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 500 ");
            assertThat(server.reported()).hasSize(1);
        }
    }

    @Test
    void nothingTellsTheNameOfTheServer() throws Exception {
        try (RunningServer server = new RunningServer(new Routes())) {
            assertThat(server.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .doesNotContainIgnoringCase("\r\nserver:").containsIgnoringCase("\r\ndate: ");
        }
    }
}
