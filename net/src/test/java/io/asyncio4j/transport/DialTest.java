package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.net.netty.NettyDriver;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.ExceptionGroup;
import io.asyncio4j.task.Task;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryIo
class DialTest {
    private final Io io;

    DialTest(Io io) {
        this.io = io;
    }

    /// An address that answers nothing: its queue of connections is full.
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket full;
        private final List<Socket> fillers = new ArrayList<>();

        BlackHole(String address, int port) throws IOException {
            full = new ServerSocket(port, 1, InetAddress.getByName(address));
            try {
                for (int i = 0; i < 4; i++) {
                    Socket filler = new Socket();
                    fillers.add(filler);
                    filler.connect(full.getLocalSocketAddress(), 200);
                }
            } catch (SocketTimeoutException _) {
                // it is full now
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket filler : fillers) {
                filler.close();
            }
            full.close();
        }
    }

    private static ConnectOptions among(String... addresses) {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.ofLiteral(address));
        }
        return ConnectOptions.DEFAULT.withResolver(_ -> all);
    }

    @Test
    void nextAddressIsTriedBesideOneThatDoesNotAnswer() throws Exception {
        io.net(() -> {
            Server server = Connections.createServer(Recorder::new, "127.0.0.2", 0).await();
            try (BlackHole _ = new BlackHole("127.0.0.1", port(server))) {
                Connected<Recorder> client = Connections.createConnection(Recorder::new, "two.example", port(server),
                        among("127.0.0.1", "127.0.0.2").withHappyEyeballs(0.02)).await();
                InetSocketAddress peer =
                        (InetSocketAddress) client.transport().getExtraInfo(ExtraInfo.PEERNAME);
                assertThat(peer.getAddress().getHostAddress()).isEqualTo("127.0.0.2");
                NettyDriver driver = NettyDriver.of(EventLoop.running());
                client.transport().close();
                server.close();
                server.waitClosed().await();
                until("the attempt that lost is closed", () -> driver.openSockets() == 0);
            }
        });
    }

    @Test
    void refusalStartsTheNextAttemptAtOnce() throws Exception {
        io.net(() -> {
            Server server = Connections.createServer(Recorder::new, "127.0.0.2", 0).await();
            Connected<Recorder> client = Connections.createConnection(Recorder::new, "two.example", port(server),
                    among("127.0.0.1", "127.0.0.2").withHappyEyeballs(3600)).await();
            client.transport().close();
            server.close();
            server.waitClosed().await();
        });
    }

    @Test
    void cancelledRaceLeavesNoSocket() throws Exception {
        io.net(() -> {
            Server server = Connections.createServer(Recorder::new, "127.0.0.2", 0).await();
            for (int iterations = 0; iterations < 12; iterations++) {
                Task<Connected<Recorder>> attempt = spawn(Connections.createConnection(Recorder::new, "two.example",
                        port(server), among("127.0.0.2", "127.0.0.1", "127.0.0.2").withHappyEyeballs(0)));
                for (int i = 0; i < iterations; i++) {
                    tick();
                }
                if (attempt.cancel()) {
                    assertThat(catchThrowable(attempt::await)).isInstanceOf(CancelledError.class);
                } else {
                    attempt.await().transport().close();
                }
            }
            server.close();
            server.waitClosed().await();
        });
    }

    @Test
    void failureAtEveryAddressNamesAllOfThem() throws Exception {
        io.net(() -> {
            ConnectOptions two = among("127.0.0.1", "127.0.0.2");
            int free;
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.3"))) {
                free = probe.getLocalPort();
            }
            for (ConnectOptions options : List.of(two, two.withHappyEyeballs(0.01))) {
                assertThatThrownBy(
                        () -> Connections.createConnection(Recorder::new, "x.example", free, options).await())
                        .isInstanceOf(ConnectException.class).hasMessageContaining("x.example")
                        .hasMessageContaining("127.0.0.1").hasMessageContaining("127.0.0.2");
            }
            ExceptionGroup all = catchThrowableOfType(ExceptionGroup.class, () -> Connections
                    .createConnection(Recorder::new, "x.example", free, two.withAllErrors()).await());
            assertThat(all.exceptions()).hasSize(2).allMatch(one -> one instanceof ConnectException);
        });
    }

    @Test
    void familiesAlternateAfterTheFirstOnes() {
        InetAddress a = InetAddress.ofLiteral("192.0.2.1");
        InetAddress b = InetAddress.ofLiteral("192.0.2.2");
        InetAddress c = InetAddress.ofLiteral("192.0.2.3");
        InetAddress x = InetAddress.ofLiteral("2001:db8::1");
        InetAddress y = InetAddress.ofLiteral("2001:db8::2");
        List<InetAddress> all = List.of(x, y, a, b, c);
        assertThat(Dial.interleaved(all, 0)).isSameAs(all);
        assertThat(Dial.interleaved(all, 1)).containsExactly(x, a, y, b, c);
        assertThat(Dial.interleaved(all, 2)).containsExactly(x, y, a, b, c);
        assertThat(Dial.interleaved(List.of(a, b, x), 2)).containsExactly(a, b, x);
    }

    @Test
    void negativeOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectOptions.DEFAULT.withHappyEyeballs(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectOptions.DEFAULT.withInterleave(-1));
    }
}
