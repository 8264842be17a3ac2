package io.asyncio4j.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.Io;
import io.asyncio4j.net.Jvm;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.ports.CPythonTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A server that runs out of file descriptors goes on serving those it has, rests for a second before it accepts again, and
/// accepts as soon as there are some.
@OnEveryIo
class DescriptorLimitTest {
    private static final int LIMIT = 160;

    private final Io io;

    DescriptorLimitTest(Io io) {
        this.io = io;
    }

    private ProcessBuilder server() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")) && Files.exists(Path.of("/proc/self/fd")),
                "needs a shell's ulimit");
        io.with(() -> {
        }); // skips where this kind of I/O is missing
        List<String> command = Jvm.command(List.of("sh", "-c", "ulimit -n " + LIMIT + " && exec \"$@\"", "sh"),
                FewDescriptors.class, "-Dasyncio4j.io=" + io.name().toLowerCase());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static Process logged(ProcessBuilder server) throws IOException {
        server.command().add("logged");
        return server.redirectErrorStream(true).start();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(50_000);
        return socket;
    }

    private static String echo(Socket socket, String line) throws Exception {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void assertThatItAcceptsAgain(List<Socket> sockets) throws Exception {
        close(sockets.subList(1, LIMIT - 20));
        assertThat(echo(sockets.getLast(), "accepted at last")).isEqualTo("accepted at last");
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopWithSelectorTests.test_accept_connection_retry")
    void serverAtItsLimitServesOnAndAcceptsAgainWhenItCan() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        Process server = server().start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
            int port = Integer.parseInt(out.readLine().substring("port ".length()));
            for (int i = 0; i < LIMIT; i++) {
                Socket socket = connect(port);
                sockets.add(socket);
                if (i == 0) {
                    assertThat(echo(socket, "the first")).isEqualTo("the first");
                }
            }
            double[] when = new double[2];
            for (int i = 0; i < 2; i++) {
                String report = out.readLine();
                assertThat(report).contains("socket.accept() out of system resource: ")
                        .containsIgnoringCase("too many open files");
                when[i] = Double.parseDouble(report.split(" ")[1]);
            }
            assertThat(when[1] - when[0]).as("seconds between two attempts").isGreaterThan(0.99);
            assertThat(echo(sockets.getFirst(), "still served")).isEqualTo("still served");
            assertThatItAcceptsAgain(sockets);
        } finally {
            close(sockets);
            server.destroyForcibly();
        }
    }

    /// Reads all that it logs, lest it wait for a reader.
    private static BlockingQueue<String> lines(Process server) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> server.inputReader(StandardCharsets.US_ASCII).lines().forEach(lines::add));
        return lines;
    }

    private static String awaitLine(BlockingQueue<String> lines, String text) throws InterruptedException {
        String line = lines.poll(50, TimeUnit.SECONDS);
        while (line != null && !line.contains(text)) {
            line = lines.poll(50, TimeUnit.SECONDS);
        }
        assertThat(line).as("line with " + text).isNotNull();
        return line;
    }

    /// The first line that it logs comes when no file can be opened any more.
    @Test
    void whatAServerLogsAtItsLimitDoesNotEndItAndItsRestTakesNoTime() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        Process server = logged(server());
        BlockingQueue<String> out = lines(server);
        try {
            int port = Integer.parseInt(awaitLine(out, "port ").substring("port ".length()));
            sockets.add(connect(port));
            assertThat(echo(sockets.getFirst(), "the first")).isEqualTo("the first");
            while (sockets.size() < LIMIT) {
                sockets.add(connect(port));
            }
            awaitLine(out, "socket.accept() out of system resource");
            Duration before = server.info().totalCpuDuration().orElseThrow();
            awaitLine(out, "socket.accept() out of system resource");
            awaitLine(out, "socket.accept() out of system resource");
            assertThat(server.info().totalCpuDuration().orElseThrow().minus(before))
                    .as("processor time of two seconds of rest").isLessThan(Duration.ofSeconds(1));
            assertThatItAcceptsAgain(sockets);
        } finally {
            close(sockets);
            server.destroyForcibly();
        }
    }
}
