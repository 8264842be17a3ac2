package io.asyncio4j.pressure;

import io.asyncio4j.Asyncio;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.stream.Connection;
import io.asyncio4j.stream.StreamHandler;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.transport.Server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Loops that end beside others that go on, woken by other threads to their last moment, on every kind of I/O. Whatever an
/// ended loop still did with the number of a descriptor would be found in the bytes of the others, which open sockets all
/// the time.
final class EndingLoops {
    private static final List<String> KINDS = List.of("io_uring", "epoll", "nio");
    private static final long NANOS = 20_000_000_000L;
    private static final int AT_ONCE = 3;
    private static final int MESSAGES = 20;
    private static final int LONGEST = 3000;
    private static final Logger LOG = Logger.getLogger("io.asyncio4j.net");

    private static final StreamHandler ECHO = (reader, writer) -> {
        for (byte[] part = reader.read(LONGEST).await(); part.length > 0; part = reader.read(LONGEST).await()) {
            writer.write(part);
        }
        writer.close();
    };

    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile boolean over;

    private EndingLoops() {
    }

    static void run() throws Exception {
        LOG.setLevel(Level.SEVERE); // some of the loops leave their sockets open
        new EndingLoops().all();
    }

    private void all() throws Exception {
        List<String> kinds = new ArrayList<>();
        List<FutureTask<Void>> neighbours = new ArrayList<>();
        try {
            for (String kind : KINDS) {
                System.setProperty("asyncio4j.io", kind);
                if (works(kind)) {
                    kinds.add(kind);
                    CountDownLatch begun = new CountDownLatch(1);
                    neighbours.add(start(() -> live(begun)));
                    begun.await();
                }
            }
            for (String kind : kinds) {
                System.setProperty("asyncio4j.io", kind);
                end(kind, neighbours);
            }
        } finally {
            over = true;
        }
        for (FutureTask<Void> neighbour : neighbours) {
            result(neighbour);
        }
    }

    private static boolean works(String kind) throws Exception {
        try {
            liveShortly(true);
            return true;
        } catch (IllegalStateException unavailable) {
            System.out.println(kind + " is left out: " + unavailable.getMessage());
            return false;
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static FutureTask<Void> start(Action action) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            action.run();
            return null;
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void result(FutureTask<Void> task) throws Exception {
        try {
            task.get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    // ---- those that go on

    private void live(CountDownLatch begun) throws Exception {
        Asyncio.run(() -> {
            Server server = Streams.startServer(ECHO, 0).await();
            begun.countDown();
            Random random = new Random(7);
            while (!over) {
                talk(Main.port(server), random);
            }
            server.close();
            return null;
        });
    }

    private void talk(int port, Random random) throws Exception {
        Connection connection = Streams.openConnection("127.0.0.1", port).await();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = new byte[1 + random.nextInt(LONGEST)];
            random.nextBytes(message);
            connection.writer().write(message);
            byte[] answer = connection.reader().readExactly(message.length).await();
            int differs = Arrays.mismatch(message, answer);
            if (differs >= 0) {
                throw new IllegalStateException("bytes were lost or changed: byte " + differs + " of message "
                        + messages + " with " + message.length + " bytes");
            }
            messages.incrementAndGet();
        }
        connection.writer().close();
        connection.writer().waitClosed().await();
    }

    // ---- those that end

    private void end(String kind, List<FutureTask<Void>> neighbours) throws Exception {
        long begin = System.nanoTime();
        long messagesBefore = messages.get();
        long endedBefore = ended.get();
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            tasks.add(start(() -> {
                while (System.nanoTime() - begin < NANOS && neighbours.stream().noneMatch(FutureTask::isDone)) {
                    liveShortly(ended.incrementAndGet() % 2 == 0);
                }
            }));
        }
        for (FutureTask<Void> task : tasks) {
            result(task);
        }
        System.out.printf("%s: %,d loops ended beside %,d messages%n", kind, ended.get() - endedBefore,
                messages.get() - messagesBefore);
    }

    private static void liveShortly(boolean tidy) throws Exception {
        Asyncio.run(() -> {
            EventLoop loop = EventLoop.running();
            start(() -> wake(loop));
            Server server = Streams.startServer(ECHO, 0).await();
            Connection connection = Streams.openConnection("127.0.0.1", Main.port(server)).await();
            connection.writer().write(new byte[100]);
            connection.reader().readExactly(100).await();
            if (tidy) {
                connection.writer().close();
                server.close();
            }
            Sleep.sleep(0.0005).await();
            return null;
        });
    }

    private static void wake(EventLoop loop) {
        try {
            while (true) {
                loop.callSoonThreadsafe(() -> {
                    // it has woken, which is all
                });
                LockSupport.parkNanos(50_000);
            }
        } catch (IllegalStateException loopClosed) {
            // up to here
        }
    }
}
