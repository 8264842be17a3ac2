package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.net.netty.NettyDriver;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.thread.ToThread;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

@OnEveryIo
class ConnectionsTest {
    private static final String HOST = "127.0.0.1";
    private final Io io;

    ConnectionsTest(Io io) {
        this.io = io;
    }

    /// A server whose protocols are written down.
    private static Server serving(List<Recorder> made) throws Exception {
        return serving(made, ServerOptions.DEFAULT);
    }

    private static Server serving(List<Recorder> made, ServerOptions options) throws Exception {
        return Connections.createServer(() -> {
            Recorder recorder = new Recorder();
            made.add(recorder);
            return recorder;
        }, HOST, 0, options).await();
    }

    private static Connected<Recorder> connect(int port) throws Exception {
        return Connections.createConnection(Recorder::new, HOST, port).await();
    }

    // ---- connecting

    @Test
    @CPythonTest({"test_events.EventLoopTestsMixin.test_create_connection",
            "test_events.EventLoopTestsMixin.test_create_server"})
    void bothSidesHearTheConnectionItsDataAndItsEndInOrder() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            Connected<Recorder> client = connect(port(server));
            assertThat(client.protocol().heard).containsExactly("made");
            assertThat(client.protocol().transport).isSameAs(client.transport());
            client.transport().write(bytes("ping"));
            until("the server has data", () -> !served.isEmpty() && served.getFirst().heard.contains("ping"));
            Recorder there = served.getFirst();
            there.transport.write(bytes("pong"));
            until("the client has data", () -> client.protocol().heard.contains("pong"));
            client.transport().close();
            until("the server has lost it", () -> there.heard.contains("lost"));
            assertThat(there.heard).containsExactly("made", "ping", "eof", "lost");
            assertThat(client.protocol().heard).containsExactly("made", "pong", "lost");
            stop(server);
        });
    }

    @Test
    void theFirstBytesOfAPeerThatSpeaksAtOnceAreNotLost() throws Exception {
        io.net(() -> {
            Server server = Connections.createServer(() -> new Recorder() {
                @Override
                public void connectionMade(Transport made) {
                    made.write(bytes("welcome"));
                    made.close();
                }
            }, HOST, 0).await();
            Connected<Recorder> client = connect(port(server));
            until("the client has lost it", () -> client.protocol().heard.contains("lost"));
            assertThat(client.protocol().heard).containsExactly("made", "welcome", "eof", "lost");
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_open_connection_error")
    void refusedConnectionNamesHostAddressAndReason() throws Exception {
        io.net(() -> {
            int free;
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
                free = probe.getLocalPort();
            }
            assertThatThrownBy(() -> connect(free)).isInstanceOf(ConnectException.class).hasMessage("connect to " + HOST
                    + ":" + free + " failed: connection refused; check that a server listens there");
            assertThatThrownBy(() -> Connections.createConnection(Recorder::new, "localhost", free).await())
                    .hasMessageContaining("connect to localhost:" + free + " failed: ")
                    .hasMessageContaining("127.0.0.1:" + free + ": connection refused");
        });
    }

    @Test
    void aPortThatIsNoneIsRefusedByName() throws Exception {
        io.net(() -> {
            assertThatIllegalArgumentException().isThrownBy(() -> connect(65536))
                    .withMessage("connect to " + HOST + " got a port out of range: 65536; give 0 to 65535");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Connections.createServer(Recorder::new, HOST, -1).await())
                    .withMessage("listen on " + HOST + " got a port out of range: -1; give 0 to 65535");
        });
    }

    @Test
    @CPythonTest({"test_base_events.BaseEventLoopWithSelectorTests.test_create_connection_multiple_errors",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_connection_multiple",
            "test_base_events.BaseEventLoopWithSelectorTests.test_create_connection_connect_err"})
    void everyAddressIsTriedAndEveryFailureTold() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            InetAddress nobody = InetAddress.getByName("127.0.0.9");
            InetAddress here = InetAddress.getByName(HOST);
            ConnectOptions second = ConnectOptions.DEFAULT.withResolver(_ -> List.of(nobody, here));
            Connected<Recorder> client =
                    Connections.createConnection(Recorder::new, "two.example", port(server), second).await();
            assertThat(client.transport().getExtraInfo(ExtraInfo.PEERNAME))
                    .isEqualTo(new InetSocketAddress(here, port(server)));
            client.transport().close();

            ConnectOptions neither = ConnectOptions.DEFAULT
                    .withResolver(_ -> List.of(nobody, InetAddress.getByName("127.0.0.8")));
            assertThatThrownBy(() -> Connections
                    .createConnection(Recorder::new, "two.example", port(server), neither).await())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("two.example")
                    .hasMessageContaining("127.0.0.9").hasMessageContaining("127.0.0.8");
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopWithSelectorTests.test_create_connection_no_getaddrinfo")
    void unknownHostIsTold() throws Exception {
        io.net(() -> assertThatThrownBy(
                () -> Connections.createConnection(Recorder::new, "does-not-exist.invalid", 1).await())
                .isInstanceOf(UnknownHostException.class).hasMessageContaining("does-not-exist.invalid"));
    }

    @Test
    void failingFactoryLeavesNoSocket() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            assertThatThrownBy(() -> Connections.createConnection(() -> {
                throw new ArithmeticException("sum");
            }, HOST, port(server)).await()).hasMessage("sum");
            until("the server has lost it", () -> !served.isEmpty() && served.getFirst().heard.contains("lost"));
            stop(server);
        });
    }

    @Test
    void cancelAtAnyIterationOfConnectLeavesNoSocket() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            for (int iterations = 0; iterations < 8; iterations++) {
                Task<Connected<Recorder>> attempt =
                        spawn(Connections.createConnection(Recorder::new, HOST, port(server)));
                for (int i = 0; i < iterations; i++) {
                    tick();
                }
                if (attempt.cancel()) {
                    assertThat(catchThrowable(attempt::await)).isInstanceOf(CancelledError.class);
                } else {
                    attempt.await().transport().close();
                }
            }
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_base_events.BaseEventLoopWithSelectorTests.test_create_connection_timeout")
    void connectThatGetsNoAnswerCanBeCancelled() throws Exception {
        io.net(() -> {
            // a listener whose backlog is full does not answer
            try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
                List<Socket> fillers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Socket filler = new Socket();
                    fillers.add(filler);
                    try {
                        filler.connect(full.getLocalSocketAddress(), 200);
                    } catch (java.net.SocketTimeoutException _) {
                        break;
                    }
                }
                Task<Connected<Recorder>> attempt =
                        spawn(Connections.createConnection(Recorder::new, HOST, full.getLocalPort()));
                NettyDriver driver = NettyDriver.of(EventLoop.running());
                until("the attempt is under way", () -> driver.openSockets() == 1);
                for (int i = 0; i < 20; i++) {
                    tick();
                }
                assertThat(attempt.isDone()).isFalse();
                attempt.cancel();
                assertThat(catchThrowable(attempt::await)).isInstanceOf(CancelledError.class);
                until("the socket is closed", () -> driver.openSockets() == 0);
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        });
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_create_connection_local_addr")
    void localAddressAndSocketOptionsAreSet() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            ConnectOptions options = ConnectOptions.DEFAULT
                    .withLocalAddress(new InetSocketAddress("127.0.0.5", 0))
                    .withSocketOption(StandardSocketOptions.SO_KEEPALIVE, true);
            Connected<Recorder> client =
                    Connections.createConnection(Recorder::new, HOST, port(server), options).await();
            InetSocketAddress local = (InetSocketAddress) client.transport().getExtraInfo(ExtraInfo.SOCKNAME);
            assertThat(local.getAddress().getHostAddress()).isEqualTo("127.0.0.5");
            TransportSocket socket = client.transport().getExtraInfo(ExtraInfo.SOCKET);
            assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
            socket.setOption(StandardSocketOptions.TCP_NODELAY, false);
            assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
            until("the server has it", () -> !served.isEmpty() && !served.getFirst().heard.isEmpty());
            assertThat(served.getFirst().transport.getExtraInfo(ExtraInfo.PEERNAME)).isEqualTo(local);
            client.transport().close();
            stop(server);
        });
    }

    @Test
    void optionsOfAClosedSocketAreNotThoseOfWhoeverHasItsNumberNow() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            Connected<Recorder> gone = connect(port(server));
            TransportSocket old = gone.transport().getExtraInfo(ExtraInfo.SOCKET);
            until("the server has it", () -> !served.isEmpty() && served.getFirst().heard.contains("made"));
            NettyDriver driver = NettyDriver.of(EventLoop.running());
            gone.transport().close();
            served.getFirst().transport.close();
            until("both are closed", () -> driver.openSockets() == 1);
            Connected<Recorder> next = connect(port(server));
            TransportSocket socket = next.transport().getExtraInfo(ExtraInfo.SOCKET);
            assertThatThrownBy(() -> old.setOption(StandardSocketOptions.SO_KEEPALIVE, true))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the socket is closed: SO_KEEPALIVE");
            assertThat(socket.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
            assertThatThrownBy(() -> old.getOption(StandardSocketOptions.SO_KEEPALIVE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the socket is closed: SO_KEEPALIVE");
            next.transport().close();
            TransportSocket listening = server.sockets().getFirst();
            stop(server);
            assertThatThrownBy(() -> listening.getOption(StandardSocketOptions.SO_REUSEADDR))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the socket is closed: SO_REUSEADDR");
        });
    }

    @Test
    void patienceOfTcpCanBeSet() throws Exception {
        io.net(() -> {
            Server server = serving(new ArrayList<>());
            ConnectOptions options = ConnectOptions.DEFAULT.withSocketOption(ExtendedSocketOptions.TCP_KEEPIDLE, 7)
                    .withSocketOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5)
                    .withSocketOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
            ConnectOptions impatient = options.withSocketOption(TcpOptions.TCP_USER_TIMEOUT, 1500);
            if (io == Io.NIO) {
                assertThatThrownBy(() -> Connections.createConnection(Recorder::new, HOST, port(server), impatient)
                        .await()).isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("TCP_USER_TIMEOUT");
            }
            Connected<Recorder> client = Connections.createConnection(Recorder::new, HOST, port(server),
                    io == Io.NIO ? options : impatient).await();
            TransportSocket socket = client.transport().getExtraInfo(ExtraInfo.SOCKET);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(7);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(5);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
            if (io != Io.NIO) {
                assertThat(socket.getOption(TcpOptions.TCP_USER_TIMEOUT)).isEqualTo(1500);
            }
            client.transport().close();
            stop(server);
        });
    }

    // ---- peers that break off; what a connection does otherwise, TransportContract says

    @Test
    void peerThatResetsIsALossWithAReason() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            Socket rude = new Socket(HOST, port(server));
            until("the server has it", () -> !served.isEmpty() && !served.getFirst().heard.isEmpty());
            rude.setSoLinger(true, 0);
            rude.close();
            Recorder there = served.getFirst();
            until("the server has lost it", () -> there.lostBy != null);
            assertThat(there.lostBy).isInstanceOf(ConnectionResetException.class)
                    .hasMessageContaining("connection reset by peer");
            assertThat(there.heard).hasSize(2);
            stop(server);
        });
    }

    @Test
    void writingToAPeerThatHasGoneLosesTheConnection() throws Exception {
        io.net(() -> {
            List<Recorder> served = new ArrayList<>();
            Server server = serving(served);
            Socket rude = new Socket(HOST, port(server));
            until("the server has it", () -> !served.isEmpty() && !served.getFirst().heard.isEmpty());
            Recorder there = served.getFirst();
            there.transport.pauseReading();
            there.keepOpen = true;
            rude.setSoLinger(true, 0);
            rude.close();
            until("the server has lost it", () -> {
                there.transport.write(bytes("anybody?"));
                return there.heard.size() > 1;
            });
            assertThat(there.lostBy).isInstanceOfAny(ConnectionResetException.class, BrokenPipeException.class);
            stop(server);
        });
    }

    @Test
    void oneByteSegmentsArriveInOrder() throws Exception {
        io.net(() -> {
            StringBuilder got = new StringBuilder();
            Server server = Connections.createServer(() -> new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    got.append(new String(data));
                }
            }, HOST, 0).await();
            Connected<Recorder> client = connect(port(server));
            StringBuilder sent = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                String one = Integer.toString(i % 10);
                sent.append(one);
                client.transport().write(bytes(one));
                if (i % 3 == 0) {
                    tick();
                }
            }
            client.transport().close();
            until("all has come", () -> got.length() == 500);
            assertThat(got).hasToString(sent.toString());
            stop(server);
        });
    }

    @Test
    void blockingPeerOfTheJdkIsUnderstood() throws Exception {
        io.net(() -> {
            Server server = Connections.createServer(() -> new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    transport.write(data);
                }
            }, HOST, 0).await();
            int port = port(server);
            byte[] echoed = ToThread.toThread(() -> {
                try (Socket socket = new Socket(HOST, port)) {
                    OutputStream out = socket.getOutputStream();
                    InputStream in = socket.getInputStream();
                    out.write(bytes("echo"));
                    byte[] answer = in.readNBytes(4);
                    socket.shutdownOutput();
                    assertThat(in.read()).isEqualTo(-1);
                    return answer;
                }
            }).await();
            assertThat(echoed).isEqualTo(bytes("echo"));
            stop(server);
        });
    }
}
