package io.asyncio4j.faults;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.transport.Server;
import java.net.InetSocketAddress;
import java.util.List;

/// A server of lines for a JVM of its own, which tells its port and what is reported to its exception handler; or leaves that to
/// the loop's own, which logs, when it is started with `logged`.
public final class FewDescriptors {
    private FewDescriptors() {
    }

    public static void main(String[] arguments) throws Exception {
        try (Runner runner = new Runner()) {
            runner.run(() -> {
                EventLoop loop = EventLoop.running();
                if (!List.of(arguments).contains("logged")) {
                    loop.setExceptionHandler((_, context) -> System.out.println("report " + loop.time() + " "
                            + context.message() + ": " + context.exception().getMessage()));
                }
                Server server = Streams.startServer((reader, writer) -> {
                    for (byte[] line = reader.readLine().await(); line.length > 0; line = reader.readLine().await()) {
                        writer.write(line);
                    }
                    writer.close();
                }, 0).await();
                System.out.println(
                        "port " + ((InetSocketAddress) server.sockets().getFirst().localAddress()).getPort());
                server.serveForever().await();
                return null;
            });
        }
    }
}
