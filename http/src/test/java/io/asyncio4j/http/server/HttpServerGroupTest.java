package io.asyncio4j.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.asyncio4j.coroutine.AsyncWith;
import io.asyncio4j.http.LoopThread;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.multicore.LoopGroup;
import io.asyncio4j.multicore.LoopGroupOptions;
import io.asyncio4j.multicore.LoopGroupOptions.Sharing;
import io.asyncio4j.net.Descriptors;
import io.asyncio4j.net.Io;
import io.asyncio4j.task.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0} by {1}")
@MethodSource("combinations")
class HttpServerGroupTest {

    private static final ServerOptions ANY_PORT = ServerOptions.DEFAULT.withPort(0);
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Sharing sharing;
    private final Io io;

    HttpServerGroupTest(Sharing sharing, Io io) {
        this.sharing = sharing;
        this.io = io;
    }

    static Stream<Arguments> combinations() {
        return Io.each(Sharing.values());
    }

    @BeforeEach
    void chooseTheLoopsIo() {
        io.choose();
    }

    @AfterEach
    void forgetTheLoopsIo() {
        Io.forget();
    }

    private LoopGroupOptions loops(int count) {
        return LoopGroupOptions.DEFAULT.withLoops(count).withSharing(sharing);
    }

    private LoopGroup started(Handler handler) throws Exception {
        return HttpServer.startGroup(() -> new HttpServer(new Routes().get("/", handler), ANY_PORT), loops(2));
    }

    private static Socket connect(LoopGroup group) throws IOException {
        Socket socket = new Socket(group.address().getAddress(), group.address().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /// What a handler answers on a connection that lives on.
    private static String ask(Socket connection) throws IOException {
        connection.getOutputStream().write(GET.getBytes());
        String answer = RunningServer.readResponse(connection.getInputStream());
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static List<Thread> loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("asyncio-loop-")).toList();
    }

    @Test
    void connectionsAreSpreadOverTheLoopsAndEachStaysWithOne() throws Exception {
        List<Socket> connections = new ArrayList<>();
        try (LoopGroup group = started(_ -> Response.text("" + EventLoop.running().hashCode()))) {
            List<String> loops = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                Socket connection = connect(group);
                connections.add(connection);
                loops.add(ask(connection));
            }
            assertThat(new HashSet<>(loops)).hasSize(2);
            if (sharing == Sharing.ONE_ACCEPTOR) {
                assertThat(loops.subList(2, 48)).as("in turn").isEqualTo(loops.subList(0, 46));
            }
            for (int i = 0; i < 48; i++) {
                assertThat(ask(connections.get(i))).isEqualTo(loops.get(i));
            }
        }
        for (Socket connection : connections) {
            assertThat(connection.getInputStream().read()).as("idle connections end with the group").isNegative();
            connection.close();
        }
    }

    @Test
    void stopLetsRunningRequestsOfEveryLoopFinishAndAcceptsNothingMore() throws Exception {
        Queue<Future<Void>> held = new ConcurrentLinkedQueue<>();
        LinkedBlockingQueue<EventLoop> begun = new LinkedBlockingQueue<>();
        LoopGroup group = started(_ -> {
            Future<Void> release = new Future<>();
            held.add(release);
            begun.add(EventLoop.running());
            release.await();
            return Response.text("finished");
        });
        List<Socket> connections = new ArrayList<>();
        Set<EventLoop> busy = new HashSet<>();
        while (busy.size() < 2) {
            Socket connection = connect(group);
            connections.add(connection);
            connection.getOutputStream().write(GET.getBytes());
            busy.add(begun.take());
        }
        group.stop();
        refusedAtLast(group);
        assertThat(group.isStopped()).isFalse();
        for (Future<Void> release : held) {
            release.getLoop().callSoonThreadsafe(() -> release.setResult(null));
        }
        for (Socket connection : connections) {
            assertThat(RunningServer.readAll(connection)).containsIgnoringCase("connection: close")
                    .endsWith("finished");
            connection.close();
        }
        group.join();
        assertThat(group.isStopped()).isTrue();
    }

    /// Connects until nobody listens: the loops close their sockets one after the other.
    private static void refusedAtLast(LoopGroup group) throws IOException {
        while (true) {
            try {
                connect(group).close();
            } catch (ConnectException refused) {
                return;
            } catch (SocketException reset) {
                // by a listener that was closed before it had accepted it: the next may find another
            }
        }
    }

    @Test
    void requestsThatRunWhenTheTimeToDrainIsUpAreCancelled() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(4);
        LoopGroup group = started(_ -> {
            begun.countDown();
            try {
                new Future<Void>().await();
            } finally {
                cancelled.incrementAndGet();
            }
            return Response.text("never");
        });
        List<Socket> connections = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Socket connection = connect(group);
            connections.add(connection);
            connection.getOutputStream().write(GET.getBytes());
        }
        begun.await();
        group.stop(3600);
        group.stop(0);
        group.close();
        assertThat(cancelled).hasValue(4);
        for (Socket connection : connections) {
            assertThat(RunningServer.readAll(connection)).isEmpty();
            connection.close();
        }
    }

    @Test
    void stopTimeoutOfTheServersEndsRequestsBeforeALongerTimeToDrain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ServerOptions hasty = ANY_PORT.withStopTimeout(Duration.ofMillis(1));
        LoopGroup group = HttpServer.startGroup(() -> new HttpServer(new Routes().get("/", _ -> {
            begun.countDown();
            new Future<Void>().await();
            return Response.text("never");
        }), hasty), loops(2).withDrainSeconds(3600));
        try (Socket connection = connect(group)) {
            connection.getOutputStream().write(GET.getBytes());
            begun.await();
            group.close();
            assertThat(RunningServer.readAll(connection)).isEmpty();
        }
    }

    @Test
    void aConnectionThatItsLoopCannotTakeIsClosedAndReported() throws Exception {
        assumeThat(sharing).isEqualTo(Sharing.ONE_ACCEPTOR);
        BlockingQueue<ExceptionContext> reports = new LinkedBlockingQueue<>();
        try (LoopGroup group = HttpServer.startGroup(() -> {
            EventLoop.running().setExceptionHandler((_, report) -> reports.add(report));
            return new HttpServer(new Routes().get("/", _ -> Response.text("x")), ANY_PORT);
        }, loops(2))) {
            // The second loop chooses its I/O when the first connection comes to it: another kind, which knows no such socket.
            (io == Io.NIO ? Io.EPOLL : Io.NIO).choose();
            try (Socket mine = connect(group); Socket others = connect(group)) {
                others.setSoTimeout(60_000);
                assertThat(others.getInputStream().read()).isEqualTo(-1);
                assertThat(reports.take().message())
                        .isEqualTo("connection closed: the loop that was to serve it could not take it over");
                assertThat(ask(mine)).isEqualTo("x");
            }
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void aConnectionWhosePeerHasGoneBeforeItsLoopTakesItLeavesNothingBehind() throws Exception {
        assumeThat(sharing).isEqualTo(Sharing.ONE_ACCEPTOR);
        List<EventLoop> loops = new CopyOnWriteArrayList<>();
        BlockingQueue<ExceptionContext> reports = new LinkedBlockingQueue<>();
        try (LoopGroup group = HttpServer.startGroup(() -> {
            EventLoop mine = EventLoop.running();
            mine.setExceptionHandler((_, report) -> reports.add(report));
            loops.add(mine);
            return new HttpServer(new Routes().get("/", _ -> Response.text(mine.hashCode() + "")), ANY_PORT);
        }, loops(2)); Socket first = connect(group); Socket second = connect(group)) {
            String firstLoop = ask(first);
            assertThat(ask(second)).isNotEqualTo(firstLoop);
            long before = Descriptors.sockets();
            CountDownLatch goOn = new CountDownLatch(1);
            loops.getLast().callSoonThreadsafe(() -> awaitQuietly(goOn));
            for (int i = 0; i < 10; i++) {
                try (Socket mine = connect(group); Socket others = connect(group)) {
                    others.getOutputStream().write(GET.getBytes());
                    others.setSoLinger(i % 2 == 0, 0); // ends by a reset, and in order
                    assertThat(ask(mine)).isEqualTo(firstLoop);
                }
            }
            try (Socket mine = connect(group)) {
                assertThat(ask(mine)).as("all others are handed over").isEqualTo(firstLoop);
            }
            goOn.countDown();
            try (Socket others = connect(group)) {
                assertThat(ask(others)).isNotEqualTo(firstLoop);
            }
            while (Descriptors.sockets() > before) {
                Thread.onSpinWait();
            }
        }
        assertThat(reports).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void takenAddressIsThrownAndNoThreadIsLeft() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerOptions same = ServerOptions.DEFAULT.withPort(taken.getLocalPort());
            assertThatThrownBy(
                    () -> HttpServer.startGroup(() -> new HttpServer(new Routes(), same), loops(2)))
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("listen on 127.0.0.1:" + taken.getLocalPort() + " failed: ");
        }
        assertThat(loopThreads()).isEmpty();
    }

    @Test
    void oneServerForAllLoopsIsRefused() throws Exception {
        HttpServer shared = new HttpServer(new Routes(), ANY_PORT);
        assertThatThrownBy(() -> HttpServer.startGroup(() -> shared, loops(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("server was started already; create another one");
        assertThat(loopThreads()).isEmpty();
    }

    @Test
    void serverThatIsGivenItsConnectionsHasNoAddressOfItsOwn() throws Exception {
        List<HttpServer> servers = new ArrayList<>();
        try (LoopGroup group = HttpServer.startGroup(() -> {
            servers.add(new HttpServer(new Routes(), ANY_PORT));
            return servers.getLast();
        }, loops(2))) {
            assertThat(servers.getFirst().port()).isEqualTo(group.address().getPort());
            if (sharing == Sharing.ONE_ACCEPTOR) {
                assertThatThrownBy(servers.getLast()::port).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("ask the LoopGroup");
            } else {
                assertThat(servers.getLast().url()).isEqualTo("http://127.0.0.1:" + group.address().getPort());
            }
        }
    }

    @Test
    void twoServersShareAPortWhenBothSaySo() throws Exception {
        LoopThread.run(() -> AsyncWith.asyncWith(new HttpServer(new Routes(), ANY_PORT.withReusePort(true)), first -> {
            ServerOptions same = ANY_PORT.withPort(first.port());
            assertThatThrownBy(() -> new HttpServer(new Routes(), same).start().await())
                    .isInstanceOf(IOException.class);
            AsyncWith.asyncWith(new HttpServer(new Routes(), same.withReusePort(true)),
                    second -> assertThat(second.port()).isEqualTo(first.port()));
        }));
    }
}
