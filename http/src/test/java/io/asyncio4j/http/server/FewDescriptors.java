package io.asyncio4j.http.server;

import io.asyncio4j.http.LoopThread;
import io.asyncio4j.loop.EventLoop;

/// A server for a JVM of its own, which tells its port and what is reported to its exception handler.
public final class FewDescriptors {
    private FewDescriptors() {
    }

    public static void main(String[] arguments) throws Exception {
        LoopThread.run(() -> {
            EventLoop.running().setExceptionHandler((_, report) -> System.out
                    .println("report " + report.message() + ": " + report.exception().getMessage()));
            HttpServer server = new HttpServer(new Routes().get("/", _ -> Response.text("x")),
                    ServerOptions.DEFAULT.withPort(0));
            server.start().await();
            EventLoop.running().callSoon(() -> EventLoop.running().callLater(0, () -> {
            })); // loaded now: when there are no descriptors left, no class file can be opened
            System.out.println("port " + server.port());
            server.serveForever().await();
        });
    }
}
