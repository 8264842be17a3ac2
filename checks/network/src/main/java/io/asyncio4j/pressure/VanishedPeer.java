package io.asyncio4j.pressure;

import io.asyncio4j.Asyncio;
import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamOptions;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.WaitFor;
import io.asyncio4j.tls.Tls;
import io.asyncio4j.transport.ConnectOptions;
import io.asyncio4j.transport.TcpOptions;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// A peer that vanishes without a packet: what everything that waits for it does then, on every kind of I/O. Timeouts of the
/// program work, the system's own end a connection that uses them, and no descriptor stays.
final class VanishedPeer {
    private static final double SOON = 0.5;
    private static final double LATE = 40;

    private VanishedPeer() {
    }

    static void run() throws Exception {
        String hindrance = Isolation.hindrance();
        if (hindrance != null) {
            System.out.println("vanished: skipped, it needs root on Linux and ip of iproute2: " + hindrance);
            return;
        }
        SocketChannel.open().close(); // with the first one the JDK opens another, which stays
        try (Isolation peer = new Isolation()) {
            for (String kind : List.of("io_uring", "epoll", "nio")) {
                System.setProperty("asyncio4j.io", kind);
                long before = sockets();
                Asyncio.run(() -> {
                    everyWait(kind, peer);
                    return null;
                });
                peer.appear();
                long left = sockets() - before;
                if (left > 0) {
                    throw new IllegalStateException("vanished: descriptors are left by " + kind + ": " + left);
                }
                System.out.println(kind + ": no descriptor is left");
            }
        } finally {
            System.clearProperty("asyncio4j.io");
        }
    }

    private static Connection connect(ConnectOptions options) throws Exception {
        return Streams.openConnection(Isolation.THERE, Isolation.PORT, StreamOptions.DEFAULT.withConnect(options))
                .await();
    }

    private static void everyWait(String kind, Isolation peer) throws Exception {
        Connection reader = connect(ConnectOptions.DEFAULT);
        Connection writer = connect(ConnectOptions.DEFAULT);
        Connection tls = connect(ConnectOptions.DEFAULT);
        Connection keptAlive = connect(ConnectOptions.DEFAULT.withSocketOption(StandardSocketOptions.SO_KEEPALIVE, true)
                .withSocketOption(ExtendedSocketOptions.TCP_KEEPIDLE, 1)
                .withSocketOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1)
                .withSocketOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 2));
        Connection impatient = kind.equals("nio") ? null
                : connect(ConnectOptions.DEFAULT.withSocketOption(TcpOptions.TCP_USER_TIMEOUT, 1000));
        peer.vanish();

        expect(kind, "connect", TimeoutException.class, SOON, () -> connect(ConnectOptions.DEFAULT));
        expect(kind, "read", TimeoutException.class, SOON, () -> reader.reader().read(1).await());
        expect(kind, "read again", TimeoutException.class, SOON, () -> reader.reader().read(1).await());
        writer.writer().write(new byte[16 << 20]);
        expect(kind, "drain", TimeoutException.class, SOON, () -> writer.writer().drain().await());
        writer.writer().close();
        expect(kind, "waitClosed, with bytes unsent", TimeoutException.class, SOON,
                () -> writer.writer().waitClosed().await());
        writer.writer().transport().abort();
        WaitFor.waitFor(writer.writer().waitClosed(), LATE).await();
        expect(kind, "TLS handshake", IOException.class, LATE, () -> tls.writer()
                .startTls(Tls.client().withHandshakeTimeout(SOON).withServerHostname("localhost"), "localhost")
                .await());
        expect(kind, "read, kept alive", SocketTimeoutException.class, LATE,
                () -> keptAlive.reader().read(1).await());
        if (impatient != null) {
            impatient.writer().write(new byte[1]);
            expect(kind, "read, TCP_USER_TIMEOUT", SocketTimeoutException.class, LATE,
                    () -> impatient.reader().read(1).await());
        }
        reader.writer().close();
        WaitFor.waitFor(reader.writer().waitClosed(), LATE).await();
    }

    private static void expect(String kind, String what, Class<? extends Exception> type, double limit,
            AsyncAction wait)
            throws Exception {
        long start = System.nanoTime();
        try {
            WaitFor.<@Nullable Void>waitFor(() -> {
                wait.run();
                return null;
            }, limit).await();
        } catch (Exception failure) {
            System.out.printf("%s: %s: %s after %.1f s%n", kind, what, failure.getClass().getSimpleName(),
                    (System.nanoTime() - start) / 1e9);
            if (!type.isInstance(failure)) {
                throw failure;
            }
            return;
        }
        throw new IllegalStateException("vanished: " + what + " has ended as if the peer were there, on " + kind);
    }

    private static long sockets() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(each -> {
                try {
                    return Files.readSymbolicLink(each).toString().startsWith("socket:");
                } catch (IOException closedMeanwhile) {
                    return false;
                }
            }).count();
        }
    }
}
