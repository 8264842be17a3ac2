package io.asyncio4j.multicore;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.close;
import static io.asyncio4j.net.Net.go;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.ExceptionContext;
import io.asyncio4j.loop.SystemExit;
import io.asyncio4j.multicore.LoopGroupOptions.Sharing;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.netty.NettyDriver;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.Protocol;
import io.asyncio4j.transport.ServerOptions;
import io.asyncio4j.transport.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0} by {1}")
@MethodSource("combinations")
class LoopGroupTest {
    private static final StreamHandler NAME_OF_THE_LOOP = (reader, writer) -> {
        while (reader.readLine().await().length > 0) {
            writer.write(bytes(EventLoop.running().hashCode() + "\n"));
        }
        writer.close();
    };

    private final Sharing sharing;
    private final Io io;

    LoopGroupTest(Sharing sharing, Io io) {
        this.sharing = sharing;
        this.io = io;
    }

    static Stream<Arguments> combinations() {
        return Io.each(Sharing.values());
    }

    private LoopGroupOptions options(int loops) {
        return LoopGroupOptions.DEFAULT.withLoops(loops).withSharing(sharing);
    }

    /// The loop that serves a connection.
    private static String ask(Connection connection) throws Exception {
        connection.writer().write(bytes("who?\n"));
        return new String(connection.reader().readLine().await(), StandardCharsets.US_ASCII).strip();
    }

    private static Connection connect(LoopGroup group) throws Exception {
        return Streams.openConnection("127.0.0.1", group.address().getPort()).await();
    }

    private void client(AsyncAction body) throws Exception {
        io.net(body);
    }

    /// A group's loops choose their I/O by the property too.
    private LoopGroup started(StreamHandler handler, LoopGroupOptions options) throws Exception {
        LoopGroup[] group = new LoopGroup[1];
        io.with(() -> group[0] = LoopGroup.startServer(handler, "127.0.0.1", 0, options));
        return group[0];
    }

    @Test
    void connectionsAreSpreadOverTheLoopsAndEachStaysWithOne() throws Exception {
        try (LoopGroup group = started(NAME_OF_THE_LOOP, options(3))) {
            client(() -> {
                List<Connection> connections = new CopyOnWriteArrayList<>();
                List<String> loops = new CopyOnWriteArrayList<>();
                for (int i = 0; i < 48; i++) {
                    Connection connection = connect(group);
                    connections.add(connection);
                    loops.add(ask(connection));
                }
                Set<String> different = new HashSet<>(loops);
                if (sharing == Sharing.ONE_ACCEPTOR) {
                    assertThat(different).hasSize(3);
                    assertThat(loops.subList(3, 48)).as("in turn").isEqualTo(loops.subList(0, 45));
                } else {
                    assertThat(different).hasSizeBetween(2, 3);
                }
                for (int i = 0; i < 48; i++) {
                    assertThat(ask(connections.get(i))).isEqualTo(loops.get(i));
                    close(connections.get(i));
                }
            });
            assertThat(group.isStopped()).isFalse();
            assertThat(group.loops()).isEqualTo(3);
        }
    }

    @Test
    void aConnectionThatItsLoopCannotTakeIsClosedAndReported() throws Exception {
        assumeThat(sharing).isEqualTo(Sharing.ONE_ACCEPTOR);
        assumeThat(io).as("what has been accepted by its descriptor is taken by a loop of any kind").isEqualTo(Io.NIO);
        BlockingQueue<ExceptionContext> reports = new LinkedBlockingQueue<>();
        AtomicInteger made = new AtomicInteger();
        io.with(() -> {
            LoopGroup group = LoopGroup.start(() -> {
                EventLoop.running().setExceptionHandler((_, report) -> reports.add(report));
                if (made.getAndIncrement() > 0) {
                    Io.EPOLL.choose(); // a kind that knows no channel of the first loop's
                }
                return new ProtocolService(() -> new Protocol() {
                }, "127.0.0.1", 0, ServerOptions.DEFAULT);
            }, options(2));
            InetSocketAddress address = group.address();
            try (group;
                    Socket mine = new Socket(address.getAddress(), address.getPort());
                    Socket others = new Socket(address.getAddress(), address.getPort())) {
                others.setSoTimeout(60_000);
                assertThat(others.getInputStream().read()).isEqualTo(-1);
                assertThat(reports.take().message())
                        .isEqualTo("connection closed: the loop that was to serve it could not take it over");
                assertThat(mine.isConnected()).isTrue();
            }
        });
        assertThat(reports).isEmpty();
    }

    @Test
    void whatIsAcceptedByItsDescriptorIsServedByALoopOfAnotherKind() throws Exception {
        assumeThat(sharing).isEqualTo(Sharing.ONE_ACCEPTOR);
        assumeThat(io).as("NIO has no descriptors").isNotEqualTo(Io.NIO);
        AtomicInteger made = new AtomicInteger();
        io.with(() -> {
            LoopGroup group = LoopGroup.start(() -> {
                if (made.getAndIncrement() > 0) {
                    Io.NIO.choose();
                }
                return new ProtocolService(() -> new Protocol() {
                    @Override
                    public void connectionMade(Transport transport) {
                        transport.write(bytes(NettyDriver.of(EventLoop.running()).kind()));
                        transport.close();
                    }
                }, "127.0.0.1", 0, ServerOptions.DEFAULT);
            }, options(2));
            InetSocketAddress address = group.address();
            try (group;
                    Socket mine = new Socket(address.getAddress(), address.getPort());
                    Socket others = new Socket(address.getAddress(), address.getPort())) {
                assertThat(List.of(new String(mine.getInputStream().readAllBytes(), StandardCharsets.US_ASCII),
                        new String(others.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)))
                        .containsExactlyInAnyOrder(io.name().toLowerCase(Locale.ROOT), "nio");
            }
        });
    }

    @Test
    void stopAcceptsNothingMoreAndLetsConnectionsFinish() throws Exception {
        LoopGroup group = started(NAME_OF_THE_LOOP, options(2).withDrainSeconds(60));
        client(() -> {
            Connection connection = connect(group);
            String loop = ask(connection);
            group.stop();
            group.stop();
            Future<Void> refused = new Future<>();
            EventLoop here = EventLoop.running();
            Runnable[] attempt = new Runnable[1];
            attempt[0] = () -> go(() -> {
                try {
                    connect(group).writer().transport().abort();
                    here.callLater(0.001, attempt[0]);
                } catch (ConnectException refusal) {
                    refused.setResult(null);
                } catch (IOException reset) { // it was in the queue of a socket that has just been closed
                    here.callLater(0.001, attempt[0]);
                }
            });
            attempt[0].run();
            refused.await();
            assertThat(ask(connection)).isEqualTo(loop);
            assertThat(group.isStopped()).isFalse();
            connection.writer().writeEof();
            assertThat(connection.reader().read().await()).isEmpty();
            close(connection);
        });
        group.join();
        assertThat(group.isStopped()).isTrue();
        assertThat(group.toString()).contains("stopped");
    }

    @Test
    void whoIsStillThereAfterTheTimeToDrainIsCancelledAndBrokenOff() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        LoopGroup group = started((reader, writer) -> {
            writer.write(bytes("hello\n"));
            try {
                new Future<Void>().await();
            } catch (CancelledError end) {
                cancelled.incrementAndGet();
                throw end;
            }
        }, options(2).withDrainSeconds(3600));
        client(() -> {
            List<Connection> connections = List.of(connect(group), connect(group), connect(group));
            for (Connection connection : connections) {
                connection.reader().readLine().await();
            }
            group.stop();
            group.stop(0);
            for (Connection connection : connections) {
                assertThat(connection.reader().read().await()).isEmpty();
                close(connection);
            }
        });
        group.close();
        group.close();
        assertThat(cancelled).hasValue(3);
    }

    @Test
    void failureOfOneLoopStopsTheOthersAndIsThrown() throws Exception {
        SystemExit exit = new SystemExit(3);
        LoopGroup[] made = new LoopGroup[1];
        io.with(() -> made[0] = LoopGroup.createServer(() -> new Protocol() {
            @Override
            public void connectionMade(Transport transport) {
                throw exit;
            }
        }, "127.0.0.1", 0, options(3).withDrainSeconds(0)));
        LoopGroup group = made[0];
        client(() -> {
            Connection connection = connect(group);
            connection.reader().read().await();
            close(connection);
        });
        assertThatThrownBy(group::join).isSameAs(exit);
        assertThat(group.isStopped()).isTrue();
        assertThat(group.failure()).isSameAs(exit);
        assertThatThrownBy(group::close).isSameAs(exit);
    }

    @Test
    void numbersOutOfRangeAreRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> LoopGroupOptions.DEFAULT.withLoops(0))
                .withMessageContaining("loops=0");
        assertThatIllegalArgumentException().isThrownBy(() -> LoopGroupOptions.DEFAULT.withLimit(0))
                .withMessageContaining("limit=0");
        assertThatIllegalArgumentException().isThrownBy(() -> LoopGroupOptions.DEFAULT.withDrainSeconds(Double.NaN))
                .withMessageContaining("drainSeconds=NaN");
    }

    @Test
    void takenAddressIsThrownAndNoThreadIsLeft() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            io.with(() -> assertThatThrownBy(() -> LoopGroup.startServer(NAME_OF_THE_LOOP, "127.0.0.1",
                    taken.getLocalPort(), options(2))).isInstanceOf(BindException.class));
        }
        assertThatNoThreadIsLeft();
    }

    @Test
    void stopMayComeFromALoopOfTheGroupAndJoinMayNot() throws Exception {
        CompletableFuture<LoopGroup> itself = new CompletableFuture<>();
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        LoopGroup group = started((_, writer) -> {
            try {
                itself.get().join();
            } catch (IllegalStateException refused) {
                refusal.complete(refused);
            }
            writer.close();
            itself.get().stop();
        }, options(2));
        itself.complete(group);
        FutureTask<Void> waiting = new FutureTask<>(() -> {
            group.join();
            return null;
        });
        Thread.ofPlatform().start(waiting);
        client(() -> {
            Connection connection = connect(group);
            assertThat(connection.reader().read().await()).isEmpty();
            close(connection);
        });
        waiting.get();
        assertThat(refusal.get()).hasMessageContaining("join it on another thread");
    }

    @Test
    void manyStopsAtOnceAreOne() throws Exception {
        LoopGroup group = started(NAME_OF_THE_LOOP, options(2).withDrainSeconds(1));
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = Stream.generate(() -> Thread.ofPlatform().start(() -> {
            try {
                go.await();
                group.close();
            } catch (InterruptedException impossible) {
                Thread.currentThread().interrupt();
            }
        })).limit(8).toList();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(group.isStopped()).isTrue();
    }

    @Test
    void groupWithoutALoopIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LoopGroupOptions.DEFAULT.withLoops(0))
                .withMessageContaining("give at least one loop");
        assertThatIllegalArgumentException().isThrownBy(() -> LoopGroupOptions.DEFAULT.withDrainSeconds(-1));
    }

    /// A service that listens nowhere.
    private static class Idle implements Service {
        @Override
        public InetSocketAddress start(Sharing sharing, InetSocketAddress first) throws Exception {
            return new InetSocketAddress("127.0.0.1", 1);
        }

        @Override
        public void handTo(List<? extends Service> all) {
        }

        @Override
        public void drain() throws Exception {
        }

        @Override
        public void abort() {
        }
    }

    private static void assertThatNoThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("asyncio-loop-"));
    }

    @Test
    void servicesAreMadeStartedAndStoppedOnTheirOwnLoops() throws Exception {
        List<EventLoop> loops = new CopyOnWriteArrayList<>();
        List<String> log = new CopyOnWriteArrayList<>();
        LoopGroup group = LoopGroup.start(() -> {
            EventLoop mine = EventLoop.running();
            loops.add(mine);
            return new Idle() {
                private void note(String what) {
                    assertThat(EventLoop.running()).isSameAs(mine);
                    log.add(loops.indexOf(mine) + " " + what);
                }

                @Override
                public InetSocketAddress start(Sharing how, InetSocketAddress first) {
                    note("start " + how + " " + first);
                    return first == null ? InetSocketAddress.createUnresolved("first", 1) : null;
                }

                @Override
                public void handTo(List<? extends Service> all) {
                    note("hand to " + all.size());
                }

                @Override
                public void drain() {
                    note("drain");
                }
            };
        }, options(2));
        group.close();
        List<String> expected = new ArrayList<>(List.of("0 start " + sharing + " null",
                "1 start " + sharing + " first/<unresolved>:1"));
        if (sharing == Sharing.ONE_ACCEPTOR) {
            expected.add("0 hand to 2");
        }
        int started = expected.size();
        assertThat(log.subList(0, started)).isEqualTo(expected);
        assertThat(log.subList(started, log.size())).containsExactlyInAnyOrder("0 drain", "1 drain");
    }

    /// What the acceptor has handed over last must find a loop that closes it.
    @Test
    void loopsThatAreGivenConnectionsOutliveTheOneThatAccepts() throws Exception {
        CompletableFuture<EventLoop> drained = new CompletableFuture<>();
        CompletableFuture<Future<Void>> held = new CompletableFuture<>();
        LoopGroup group = LoopGroup.start(() -> new Idle() {
            private boolean accepts;

            @Override
            public InetSocketAddress start(Sharing how, InetSocketAddress first) throws Exception {
                accepts = first == null;
                return super.start(how, first);
            }

            @Override
            public void drain() throws Exception {
                if (accepts) {
                    Future<Void> release = new Future<>();
                    held.complete(release);
                    release.await();
                } else {
                    drained.complete(EventLoop.running());
                }
            }
        }, options(2));
        group.stop();
        EventLoop other = drained.get();
        Future<Void> release = held.get();
        if (sharing == Sharing.ONE_ACCEPTOR) {
            for (int i = 0; i < 100; i++) {
                CountDownLatch alive = new CountDownLatch(1);
                other.callSoonThreadsafe(alive::countDown);
                alive.await();
            }
        }
        release.getLoop().callSoonThreadsafe(() -> release.setResult(null));
        group.close();
        assertThat(other.isClosed()).isTrue();
    }

    @Test
    void failureToStartOnALaterLoopStopsTheEarlierOnes() {
        IOException failure = new IOException("no");
        AtomicInteger drained = new AtomicInteger();
        assertThatThrownBy(() -> LoopGroup.start(() -> new Idle() {
            @Override
            public InetSocketAddress start(Sharing how, InetSocketAddress first) throws Exception {
                if (first != null) {
                    throw failure;
                }
                return super.start(how, first);
            }

            @Override
            public void drain() {
                drained.incrementAndGet();
            }
        }, options(2))).isSameAs(failure);
        assertThat(drained).hasValue(1);
        assertThatNoThreadIsLeft();
    }

    @Test
    void firstServiceWithoutAnAddressIsRefused() {
        assertThatThrownBy(() -> LoopGroup.start(() -> new Idle() {
            @Override
            public InetSocketAddress start(Sharing how, InetSocketAddress first) {
                return null;
            }
        }, options(2))).isInstanceOf(IllegalStateException.class).hasMessageContaining("return its address from start");
        assertThatNoThreadIsLeft();
    }

    @Test
    void failureToHandConnectionsOnIsThrown() {
        IllegalArgumentException failure = new IllegalArgumentException("no");
        if (sharing == Sharing.ONE_ACCEPTOR) {
            assertThatThrownBy(() -> LoopGroup.start(() -> new Idle() {
                @Override
                public void handTo(List<? extends Service> all) {
                    throw failure;
                }
            }, options(2))).isSameAs(failure);
            assertThatNoThreadIsLeft();
        }
    }

    @Test
    void failureToDrainIsTheGroupsFailure() throws Exception {
        IOException failure = new IOException("no");
        LoopGroup group = LoopGroup.start(() -> new Idle() {
            @Override
            public void drain() throws Exception {
                throw failure;
            }
        }, options(1));
        assertThatThrownBy(group::close).isSameAs(failure);
    }
}
