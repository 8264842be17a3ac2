package io.asyncio4j.http.server;

import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A server on a thread of its own, for tests that speak to it with raw bytes.
final class RunningServer implements AutoCloseable {

    private final Thread thread;
    private final CompletableFuture<HttpServer> started = new CompletableFuture<>();
    private final CompletableFuture<EventLoop> looping = new CompletableFuture<>();
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private volatile Future<Void> stop;
    private final int port;

    RunningServer(Routes routes) throws Exception {
        this(routes, ServerOptions.DEFAULT);
    }

    RunningServer(Routes routes, ServerOptions options) throws Exception {
        thread = Thread.ofPlatform().name("server").start(() -> {
            try {
                LoopThread.run(() -> {
                    EventLoop loop = EventLoop.running();
                    loop.setExceptionHandler((where, context) -> reported.add(context.exception()));
                    stop = new Future<>(loop);
                    looping.complete(loop);
                    HttpServer server = new HttpServer(routes,
                            options.withPort(0).withStopTimeout(Duration.ofSeconds(5)));
                    AsyncWith.asyncWith(server, entered -> {
                        started.complete(entered);
                        stop.await();
                    });
                });
                ended.complete(null);
            } catch (Throwable e) {
                started.completeExceptionally(e);
                ended.complete(e);
            }
        });
        port = started.get(20, TimeUnit.SECONDS).port();
    }

    /// A server that answers every GET and POST with method, path and body length, and takes note of them.
    static RunningServer recording(ServerOptions options) throws Exception {
        CompletableFuture<RunningServer> self = new CompletableFuture<>();
        Handler note = request -> {
            String line = request.method() + " " + request.path();
            self.join().served.add(line);
            return Response.text(line + " " + request.bytes().length + "\n");
        };
        Routes routes = new Routes().get("/", note).post("/", note).get("/a", note).post("/a", note)
                .get("/b", note).get("/n/{n}", note);
        RunningServer server = new RunningServer(routes, options);
        self.complete(server);
        return server;
    }

    static RunningServer recording() throws Exception {
        return recording(ServerOptions.DEFAULT);
    }

    int port() {
        return port;
    }

    /// The request lines the recording handler has seen.
    List<String> served() {
        return served;
    }

    /// The exceptions that reached the loop's exception handler.
    List<Throwable> reported() {
        return reported;
    }

    /// The number of open connections, asked on the loop.
    int connections() throws Exception {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        HttpServer server = started.get();
        loop().callSoonThreadsafe(() -> answer.complete(server.connections()));
        return answer.get(20, TimeUnit.SECONDS);
    }

    EventLoop loop() throws Exception {
        return looping.get(20, TimeUnit.SECONDS);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Sends bytes on a new connection and gives all that comes back until the server closes; fails if it does not.
    String exchange(String request) throws IOException {
        return exchange(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    String exchange(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            return readAll(socket);
        }
    }

    static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Reads one response with a Content-Length.
    static String readResponse(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("end of stream after: " + head);
            }
            head.append((char) b);
        }
        int length = 0;
        for (String line : head.toString().split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        loop().callSoonThreadsafe(() -> {
            if (!stop.isDone()) {
                stop.setResult(null);
            }
        });
        Throwable failure = ended.get(20, TimeUnit.SECONDS);
        thread.join(20_000);
        if (failure != null) {
            throw new AssertionError("the server thread failed", failure);
        }
    }
}
