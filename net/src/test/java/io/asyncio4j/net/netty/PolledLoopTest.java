package io.asyncio4j.net.netty;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.Net;
import io.asyncio4j.net.posix.Native;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.transport.spi.Watch;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PolledLoopTest {
    private static final byte POLL_ADD = 6;
    private static final int NUMBERS = 16;
    private static final int THREADS = 4;
    private static final int ROUNDS = 300;

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private Runnable wakening = () -> {
    };

    private final IoHandler handler = (IoHandler) Proxy.newProxyInstance(IoHandler.class.getClassLoader(),
            new Class<?>[]{IoHandler.class}, (_, method, _) -> {
                if (method.getName().equals("wakeup")) {
                    wakening.run();
                }
                asked.add(method.getName());
                return method.getReturnType() == int.class ? 0 : null;
            });

    private final PolledLoop loop =
            new PolledLoop(Thread.currentThread(), _ -> handler, UnaryOperator.identity());

    private static final class Nothing implements IoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw new AssertionError("nothing is registered");
        }

        @Override
        public void close() {
            throw new AssertionError("nothing is registered");
        }
    }

    @Test
    void afterItsEndNobodyAsksForWhatIsFreed() {
        loop.poll(0);
        assertThat(asked).containsExactly("initialize", "run");
        loop.destroy();
        assertThat(asked).endsWith("prepareToDestroy", "wakeup", "destroy");
        asked.clear();
        loop.poll(0);
        loop.wake();
        assertThat(loop.register(new Nothing()).cause()).isInstanceOf(IOException.class).hasMessage(
                "register descriptor failed: the network of its loop is closed; use a loop that is open");
        assertThat(asked).isEmpty();
    }

    @Test
    void theEndWaitsForWhoeverIsWakingTheHandler() throws Exception {
        loop.poll(0);
        CountDownLatch inside = new CountDownLatch(1);
        wakening = () -> {
            if (!loop.inEventLoop()) {
                inside.countDown();
                for (int i = 0; i < 1000; i += loop.isShuttingDown() ? 1 : 0) {
                    Thread.yield();
                }
                assertThat(asked).doesNotContain("destroy");
            }
        };
        FutureTask<Void> waker = new FutureTask<>(loop::wake, null);
        Thread.ofPlatform().start(waker);
        inside.await();
        wakening = () -> {
        };
        loop.destroy();
        waker.get();
        assertThat(asked).endsWith("wakeup", "destroy");
    }

    @Test
    void aTaskThatComesDuringTheEndRunsOrIsRefused() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            asked.clear();
            PolledLoop ended = new PolledLoop(Thread.currentThread(), _ -> handler, UnaryOperator.identity());
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger ran = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            FutureTask<Void> sender = new FutureTask<>(() -> {
                try {
                    while (true) {
                        ended.execute(ran::incrementAndGet);
                        accepted.incrementAndGet();
                        begun.countDown();
                    }
                } catch (RejectedExecutionException refused) {
                    assertThat(refused).hasMessageStartingWith("task came after the network was closed: ");
                }
                return null;
            });
            Thread.ofPlatform().start(sender);
            begun.await();
            ended.poll(0);
            ended.destroy();
            sender.get();
            assertThat(ran).hasValue(accepted.get());
        }
    }

    @Test
    void theLastWakeUpComesAsFromAnotherThread() {
        List<Boolean> owners = new ArrayList<>();
        wakening = () -> owners.add(loop.inEventLoop());
        loop.destroy();
        assertThat(owners).containsExactly(false);
        assertThat(loop.inEventLoop()).isTrue();
    }

    /// As Netty's channels leave behind, of which one is closed while it writes.
    @Test
    void theEndDoesNotWaitForARequestThatNobodyTakesBack() throws Exception {
        Backend backend = new IoUringBackend();
        assumeTrue(backend.unavailability() == null && Posix.isAvailable());
        Posix posix = new Posix();
        int[] pipe = posix.pipe();
        PolledLoop ended = new PolledLoop(Thread.currentThread(), backend.handlers(), backend::registered);
        ended.register(new Careless()).getNow().submit(new IoUringIoOps(POLL_ADD, (byte) 0, (short) 0, pipe[0], 0, 0, 0,
                Watch.READ, 1, (short) 0, (short) 0, 0, 0));
        ended.poll(1);
        ended.destroy();
        assertThat(ended.isShutdown()).isTrue();
        posix.close(pipe[0]);
        posix.close(pipe[1]);
    }

    private static final class Careless implements IoUringIoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw new AssertionError("nothing is ready");
        }

        @Override
        public void close() {
            // and takes nothing back
        }
    }

    /// The kernel may look a number up long after it was asked to read from it.
    @Test
    void whoTakesTheNumbersOfAClosedLoopKeepsItsBytes() throws Throwable {
        assumeTrue(Posix.isAvailable());
        Posix posix = new Posix();
        MethodHandle dup = Native.function("dup", JAVA_INT, JAVA_INT);
        MemorySegment state = Arena.ofAuto().allocate(Native.STATE);
        byte[] bytes = Net.bytes("HTTP/1.1 200 OK");
        int[] pipe = posix.pipe();
        posix.nonBlocking(pipe[0]);
        for (Backend backend : List.of(new IoUringBackend(), new EpollBackend(), new NioBackend())) {
            for (int round = 0; round < ROUNDS && backend.unavailability() == null; round++) {
                posix.write(pipe[1], bytes, 0, bytes.length);
                PolledLoop ended = new PolledLoop(Thread.currentThread(), backend.handlers(), backend::registered);
                ended.poll(1);
                ended.destroy();
                int[] takers = new int[NUMBERS];
                for (int i = 0; i < NUMBERS; i++) {
                    takers[i] = (int) dup.invokeExact(state, pipe[0]);
                }
                for (int i = 0; i < THREADS; i++) {
                    Thread.ofPlatform().start(() -> { // and so the kernel's threads have their turn
                    }).join();
                }
                for (int taker : takers) {
                    posix.close(taker);
                }
                assertThat(posix.read(pipe[0])).as("%s, round %s", backend.name(), round).isEqualTo(bytes);
            }
        }
        posix.close(pipe[0]);
        posix.close(pipe[1]);
    }
}
