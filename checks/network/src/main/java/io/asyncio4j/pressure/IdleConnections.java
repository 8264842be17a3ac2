package io.asyncio4j.pressure;

import io.asyncio4j.Asyncio;
import io.asyncio4j.stream.StreamServerOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.thread.ToThread;
import io.asyncio4j.transport.Server;
import io.asyncio4j.transport.ServerOptions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Ten thousand connections that do nothing: what each costs the server, and that all of them still work afterwards. The
/// clients are plain sockets of another process.
final class IdleConnections {
    private static final int COUNT = 10_000;

    private IdleConnections() {
    }

    static void run() throws Exception {
        Asyncio.run(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                for (byte[] part = reader.read(100).await(); part.length > 0; part = reader.read(100).await()) {
                    writer.write(part);
                }
                writer.close();
            }, "127.0.0.1", 0, StreamServerOptions.DEFAULT.withServer(ServerOptions.DEFAULT.withBacklog(4096))).await();
            int port = Main.port(server);
            long heap = heap();
            long resident = resident();
            Process clients =
                    new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                            System.getProperty("java.class.path"), Clients.class.getName(), Integer.toString(port),
                            Integer.toString(COUNT)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(clients.getInputStream(), StandardCharsets.US_ASCII));
            try {
                expect(lines, "connected");
                System.out.printf("%d idle connections: %,d bytes of heap and %,d bytes resident each%n", COUNT,
                        (heap() - heap) / COUNT, (resident() - resident) / COUNT);
                long start = System.nanoTime();
                OutputStream go = clients.getOutputStream();
                go.write('\n');
                go.flush();
                expect(lines, "echoed");
                System.out.printf("all of them echoed a byte in %.2f s%n", (System.nanoTime() - start) / 1e9);
            } finally {
                clients.destroy();
            }
            server.close();
            server.waitClosed().await();
            return null;
        });
    }

    private static void expect(BufferedReader lines, String what) throws Exception {
        String line = ToThread.toThread(() -> String.valueOf(lines.readLine())).await();
        if (!what.equals(line)) {
            throw new IllegalStateException("the clients failed: " + line);
        }
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// What the system counts as this process's memory, in bytes; 0 where it does not say.
    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    /// The other side, in a process of its own.
    static final class Clients {
        private Clients() {
        }

        /// Connects, waits for a line, sends a byte by each connection and reads its echo.
        public static void main(String[] arguments) throws IOException {
            int port = Integer.parseInt(arguments[0]);
            int count = Integer.parseInt(arguments[1]);
            List<Socket> sockets = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                sockets.add(new Socket("127.0.0.1", port));
            }
            System.out.println("connected");
            System.in.read();
            for (int i = 0; i < count; i++) {
                sockets.get(i).getOutputStream().write(i % 100);
            }
            for (int i = 0; i < count; i++) {
                int echo = sockets.get(i).getInputStream().read();
                if (echo != i % 100) {
                    throw new IllegalStateException("connection " + i + " echoed " + echo);
                }
            }
            System.out.println("echoed");
        }
    }
}
