package io.asyncio4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.loop.KeyboardInterrupt;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Article 003, section 3.2: the echo client and the echo server, each against a plain socket.
class EchoTest {
    private static final Pattern SERVING = Pattern.compile("Serving on /127\\.0\\.0\\.1:(\\d+)\n");

    @Test
    @Shows("003-coroutines-and-asyncio/TcpEchoClient.java")
    void theClientSendsALineAndPrintsTheAnswer() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> answer(listening));
            Shown shown = Example.of("003-coroutines-and-asyncio/TcpEchoClient.java")
                    .arguments("127.0.0.1", listening.getLocalPort()).inRealTime().run();
            assertThat(shown.lines()).isEqualTo("""
                    Send: 'Hello World!'
                    Received: 'HELLO WORLD!'
                    Close the connection""");
            assertThat(received.join()).isEqualTo("Hello World!");
        }
    }

    /// Sends back in capitals what it gets, so that the client cannot have it from elsewhere.
    private static String answer(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            byte[] data = socket.getInputStream().readNBytes("Hello World!".length());
            String text = new String(data, StandardCharsets.UTF_8);
            socket.getOutputStream().write(text.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).as("end of the stream").isEqualTo(-1);
            return text;
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    @Shows("003-coroutines-and-asyncio/TcpEchoServer.java")
    void theServerSendsBackWhatItIsSentUntilItIsInterrupted() throws Exception {
        try (Example.Started server =
                Example.of("003-coroutines-and-asyncio/TcpEchoServer.java").arguments("127.0.0.1", 0)
                        .inRealTime().start()) {
            int port = Integer.parseInt(server.out().await(SERVING).group(1));
            int clientPort;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                clientPort = socket.getLocalPort();
                socket.getOutputStream().write("Hello World!".getBytes(StandardCharsets.UTF_8));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("Hello World!");
            }
            server.out().await(Pattern.compile("Close the connection"));
            server.ctrlC();
            Shown shown = server.join();
            assertThat(shown.lines()).isEqualTo("""
                    Serving on /127.0.0.1:%d
                    Received 'Hello World!' from /127.0.0.1:%d
                    Send: 'Hello World!'
                    Close the connection""".formatted(port, clientPort));
            assertThat(shown.failure()).isInstanceOf(KeyboardInterrupt.class);
            assertThat(shown.loops()).singleElement().matches(loop -> loop.isClosed());
        }
    }
}
