package io.asyncio4j.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.Jvm;
import io.asyncio4j.net.OnEveryIo;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryIo
class DescriptorLimitTest {
    private static final int LIMIT = 160;

    private final Io io;

    DescriptorLimitTest(Io io) {
        this.io = io;
    }

    private static void ask(int port) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(50_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(RunningServer.readResponse(socket.getInputStream())).startsWith("HTTP/1.1 200 ").endsWith("x");
        }
    }

    @Test
    void serverAtItsLimitReportsItAndAcceptsAgainWhenItCan() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")) && Files.exists(Path.of("/proc/self/fd")),
                "needs a shell's ulimit");
        io.with(() -> {
        }); // skips where this kind of I/O is missing
        Process server = new ProcessBuilder(Jvm.command(
                List.of("sh", "-c", "ulimit -n " + LIMIT + " && exec \"$@\"", "sh"), FewDescriptors.class,
                "-Dasyncio4j.io=" + io.name().toLowerCase())).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<Socket> crowd = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
            int port = Integer.parseInt(out.readLine().substring("port ".length()));
            ask(port);
            for (int i = 0; i < LIMIT; i++) {
                crowd.add(new Socket("127.0.0.1", port));
            }
            assertThat(out.readLine()).startsWith("report HTTP server cannot accept: out of system resource: ")
                    .containsIgnoringCase("too many open files");
            for (Socket socket : crowd) {
                socket.close();
            }
            ask(port);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
            server.destroyForcibly();
        }
    }
}
