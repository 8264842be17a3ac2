package io.asyncio4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.net.netty.NettyDriver;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.task.WaitFor;
import io.asyncio4j.transport.Server;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The words that tests of the network are written in, and what every one of them checks: at the end of a program no
/// socket is open and no failure has been reported that the test did not ask for. Loop-confined.
public final class Net {
    private static final double LIMIT_SECONDS = 30;

    /// What was reported to the exception handler of the program that runs; a test empties it.
    public static final List<ExceptionContext> REPORTS = new ArrayList<>();

    /// Answers with what it gets, up to the end.
    public static final StreamHandler ECHO = (reader, writer) -> {
        for (byte[] part = reader.read(65_536).await(); part.length > 0; part = reader.read(65_536).await()) {
            writer.write(part);
            writer.drain().await();
        }
        writer.close();
    };

    private Net() {
    }

    /// Runs `body` as the main task of a loop of its own.
    public static void net(AsyncAction body) throws Exception {
        net(new EventLoop(), body);
    }

    /// Runs `body` as the main task of this loop, and closes it.
    public static void net(EventLoop made, AsyncAction body) throws Exception {
        REPORTS.clear();
        try (EventLoop loop = made) {
            loop.setExceptionHandler((_, context) -> REPORTS.add(context));
            try {
                RunUntilComplete.runUntilComplete(loop, WaitFor.waitFor(() -> {
                    body.run();
                    if (loop.driver() instanceof NettyDriver driver) {
                        until("every socket is closed", () -> driver.openSockets() == 0);
                    }
                    return null;
                }, LIMIT_SECONDS));
            } catch (Throwable failure) {
                REPORTS.forEach(report -> failure.addSuppressed(
                        new AssertionError("reported meanwhile: " + report, report.exception())));
                throw failure;
            }
        }
        assertThat(REPORTS).as("reports to the exception handler").isEmpty();
    }

    /// Lets the loop run until `condition` holds.
    public static void until(String what, BooleanSupplier condition) throws Exception {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            if (i > 20_000) {
                throw new AssertionError("never happened: " + what);
            }
            Sleep.sleep(i < 100 ? 0 : 0.0005).await();
        }
    }

    /// Lets the loop do one iteration.
    public static void tick() throws Exception {
        Sleep.sleep(0).await();
    }

    /// A task for `awaitable`.
    public static <T> Task<T> spawn(Awaitable<T> awaitable) {
        return Task.create(EventLoop.running(), awaitable, null, null);
    }

    /// A task for a body without a result.
    public static Task<Void> go(AsyncAction body) {
        return spawn(() -> {
            body.run();
            return null;
        });
    }

    /// The port a server listens on.
    public static int port(Server server) {
        return ((InetSocketAddress) server.sockets().getFirst().localAddress()).getPort();
    }

    /// Closes both directions and waits until the connection is lost.
    public static void close(Connection connection) throws Exception {
        connection.writer().close();
        connection.writer().waitClosed().await();
    }

    /// Closes a server and waits for its connections.
    public static void stop(Server server) throws Exception {
        server.close();
        server.waitClosed().await();
    }

    /// The bytes of an ASCII text.
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The text of ASCII bytes.
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /// The report that must have come, alone; forgotten afterwards.
    public static ExceptionContext theReport() {
        assertThat(REPORTS).hasSize(1);
        return REPORTS.removeFirst();
    }
}
