package io.asyncio4j.net.netty;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.LoopOptions;
import io.asyncio4j.loop.spi.IoDriver;
import io.asyncio4j.loop.spi.ParkingDriver;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.runner.Runner;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.transport.Server;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@OnEveryIo
class NettyDriverTest {
    private final Io io;

    NettyDriverTest(Io io) {
        this.io = io;
    }

    @Test
    void loopParksUntilItsFirstUseOfTheNetwork() throws Exception {
        io.net(() -> {
            EventLoop loop = EventLoop.running();
            assertThat(loop.driver()).isInstanceOf(ParkingDriver.class);
            NettyDriver driver = NettyDriver.of(loop);
            assertThat(loop.driver()).isSameAs(driver);
            assertThat(NettyDriver.of(loop)).isSameAs(driver);
            assertThat(driver.kind()).isEqualToIgnoringCase(io.name());
        });
    }

    @Test
    void anotherThreadWakesTheLoopThatWaitsForSockets() throws Exception {
        io.net(() -> {
            EventLoop loop = EventLoop.running();
            NettyDriver.of(loop);
            for (int i = 0; i < 300; i++) {
                Future<Void> called = new Future<>();
                long delay = i % 3 * 50_000L;
                Thread.ofVirtual().start(() -> {
                    LockSupport.parkNanos(delay);
                    loop.callSoonThreadsafe(() -> called.setResult(null));
                });
                called.await(); // a wake-up that is lost ends in the time limit of the program
            }
            assertThat(loop.isRunning()).isTrue();
        });
    }

    @Test
    void timersAreKeptWhileSocketsAreWaitedFor() throws Exception {
        io.net(() -> {
            NettyDriver.of(EventLoop.running());
            long before = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                Sleep.sleep(0.002).await();
            }
            double seconds = (System.nanoTime() - before) / 1e9;
            assertThat(seconds).isBetween(0.04, 5.0);
        });
    }

    @Test
    void callbackScheduledByACallbackOfTheNetworkRunsWithoutDelay() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(reader.readExactly(1).await());
                writer.close();
            }, 0).await();
            Connection client = Streams.openConnection("127.0.0.1", port(server)).await();
            client.writer().write(bytes("x"));
            assertThat(client.reader().readExactly(1).await()).isEqualTo(bytes("x"));
            client.writer().close();
            client.writer().waitClosed().await();
            server.close();
            server.waitClosed().await();
        });
    }

    @Test
    void busyLoopLooksAtItsSockets() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(bytes("hello"));
                writer.close();
            }, 0).await();
            boolean[] stop = new boolean[1];
            EventLoop loop = EventLoop.running();
            Runnable[] spin = new Runnable[1];
            spin[0] = () -> {
                if (!stop[0]) {
                    loop.callSoon(spin[0]); // there is always other work
                }
            };
            loop.callSoon(spin[0]);
            Connection client = Streams.openConnection("127.0.0.1", port(server)).await();
            assertThat(client.reader().read().await()).isEqualTo(bytes("hello"));
            stop[0] = true;
            client.writer().close();
            client.writer().waitClosed().await();
            server.close();
            server.waitClosed().await();
        });
    }

    /// Starts a server and a connection to it, and leaves both open.
    private static void leaveSocketsOpen(EventLoop loop) throws Exception {
        RunUntilComplete.runUntilComplete(loop, () -> {
            Server server = Streams.startServer((_, _) -> {
            }, 0).await();
            Connection client = Streams.openConnection("127.0.0.1", port(server)).await();
            assertThat(client.writer().isClosing()).isFalse();
            until("both sides are open", () -> ((NettyDriver) loop.driver()).openSockets() == 3);
            return null;
        });
    }

    /// What the body opens must be closed when it is over.
    private void withoutLeak(AsyncAction body) throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        io.net(() -> Streams.startServer((_, _) -> {
        }, 0).await().close()); // what is loaded once is loaded now
        long before = Files.exists(descriptors) ? count(descriptors) : 0;
        System.setProperty(Backends.PROPERTY, io.name().toLowerCase());
        try {
            body.run();
        } finally {
            System.clearProperty(Backends.PROPERTY);
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Files.exists(descriptors) && count(descriptors) > before && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        assertThat(Files.exists(descriptors) ? count(descriptors) : 0).isLessThanOrEqualTo(before);
    }

    private static long count(Path directory) throws Exception {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    /// Runs on another thread, and waits until that has ended.
    private static void elsewhere(AsyncAction action) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            action.run();
            return null;
        });
        Thread thread = Thread.ofPlatform().start(task);
        try {
            task.get();
        } finally {
            thread.join();
        }
    }

    @Test
    void closingTheLoopClosesWhatWasLeftOpen() throws Exception {
        withoutLeak(() -> {
            try (EventLoop loop = new EventLoop()) {
                leaveSocketsOpen(loop);
            }
        });
    }

    @Test
    void loopThatRanOnAThreadThatHasEndedIsClosedByAnother() throws Exception {
        assumeTrue(io != Io.IO_URING, "a ring cannot be closed by another thread");
        withoutLeak(() -> {
            try (EventLoop loop = new EventLoop()) {
                elsewhere(() -> leaveSocketsOpen(loop));
            }
        });
    }

    @Test
    void loopGoesOnOnAnotherThreadOrSaysThatItCannot() throws Exception {
        withoutLeak(() -> {
            try (EventLoop loop = new EventLoop()) {
                Server server = RunUntilComplete.runUntilComplete(loop, Streams.startServer((_, writer) -> {
                    writer.write(bytes("hello"));
                    writer.close();
                }, 0));
                AsyncAction ask = () -> RunUntilComplete.runUntilComplete(loop, () -> {
                    Connection client = Streams.openConnection("127.0.0.1", port(server)).await();
                    assertThat(client.reader().read().await()).isEqualTo(bytes("hello"));
                    client.writer().close();
                    client.writer().waitClosed().await();
                    return null;
                });
                ask.run();
                if (io == Io.IO_URING) {
                    assertThatThrownBy(() -> elsewhere(ask)).rootCause().isInstanceOf(IllegalStateException.class)
                            .hasMessageStartingWith("run failed: the loop's network belongs to another thread")
                            .hasMessageEndingWith("or -Dasyncio4j.io=epoll");
                } else {
                    elsewhere(ask);
                }
                ask.run();
                server.close();
            }
        });
    }

    @Test
    void loopWithAnotherDriverHasNoNetwork() {
        IoDriver foreign = new IoDriver() {
            private final ParkingDriver parking = new ParkingDriver();

            @Override
            public void poll(long nanos) {
                parking.poll(nanos);
            }

            @Override
            public void wakeup() {
                parking.wakeup();
            }

            @Override
            public void close() {
                parking.close();
            }
        };
        try (EventLoop loop = new EventLoop(LoopOptions.defaults().withDriver(() -> foreign))) {
            assertThatIllegalStateException().isThrownBy(() -> RunUntilComplete.runUntilComplete(loop,
                    Streams.openConnection("127.0.0.1", 1))).withMessageContaining("network is not available");
        }
    }
}
