package io.asyncio4j.net.netty;

import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.net.Io;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.transport.BufferedProtocol;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.Recorder;
import io.asyncio4j.transport.Recorder.Collector;
import io.asyncio4j.transport.Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What only a connection that is told by edges can get wrong: to wait for an event that does not come. The contracts of the
/// transports say the rest.
class EdgeStreamTest {
    private static final int LARGE = 64 * 1024;

    private interface Body<P> {
        void run(P served, Socket peer) throws Exception;
    }

    /// A peer that is no loop, so that it sends and closes between two iterations.
    private static <P extends Recorder> void served(P protocol, Body<P> body) throws Exception {
        Io.EPOLL.net(() -> {
            Server server = Connections.createServer(() -> protocol, Connections.LOOPBACK, 0).await();
            try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port(server))) {
                peer.setTcpNoDelay(true);
                until("accepted", () -> protocol.transport != null);
                body.run(protocol, peer);
            }
            protocol.transport.abort();
            server.close();
            server.waitClosed().await();
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private interface Blocking {
        void run() throws IOException;
    }

    private static Thread beside(Blocking work) {
        return Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    /// Has the kernel say what there is while nobody wants to know: the loop polls before a timer.
    private static void letEventsPass() throws Exception {
        for (int i = 0; i < 3; i++) {
            Sleep.sleep(0.001).await();
        }
    }

    @Test
    void whatCameWhileReadingWasPausedIsGivenWhenItGoesOn() throws Exception {
        served(new Collector(), (served, peer) -> {
            served.transport.pauseReading();
            peer.getOutputStream().write(bytes("early"));
            letEventsPass();
            assertThat(served.got.size()).isZero();
            served.transport.resumeReading();
            until("it is given", () -> served.got.size() == 5);
        });
    }

    @Test
    void anEndThatCameWhileReadingWasPausedIsGivenBehindWhatCameBefore() throws Exception {
        served(new Collector(), (served, peer) -> {
            served.transport.pauseReading();
            peer.getOutputStream().write(bytes("last"));
            peer.shutdownOutput();
            letEventsPass();
            assertThat(served.heard).doesNotContain("eof");
            served.transport.resumeReading();
            until("the end has come", served::hasLost);
            assertThat(served.got).hasToString("last");
        });
    }

    @Test
    void theEndIsSeenWhenItCameWithTheLastBytes() throws Exception {
        served(new Collector(), (served, peer) -> {
            peer.getOutputStream().write(bytes("all"));
            peer.shutdownOutput(); // before the loop has polled
            until("the end has come", served::hasLost);
            assertThat(served.got).hasToString("all");
        });
    }

    @Test
    void aResetIsSeenWhenItCameWithTheLastBytes() throws Exception {
        served(new Collector(), (served, peer) -> {
            peer.getOutputStream().write(bytes("all"));
            peer.setSoLinger(true, 0);
            peer.close();
            until("the connection is lost", served::hasLost);
        });
    }

    /// The kernel stops at the mark of a byte that was sent as urgent, and gives less than was asked for.
    @Test
    void whatFollowsAnUrgentByteIsGivenToo() throws Exception {
        served(new Collector(), (served, peer) -> {
            served.transport.pauseReading();
            peer.getOutputStream().write(bytes("before"));
            peer.sendUrgentData('!');
            peer.getOutputStream().write(bytes("behind"));
            letEventsPass();
            served.transport.resumeReading();
            until("all has come", () -> served.got.size() == 12);
            assertThat(served.got).hasToString("beforebehind");
            peer.getOutputStream().write(bytes(" and on"));
            until("it goes on", () -> served.got.size() == 19);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1024, LARGE - 1, LARGE, LARGE + 1, 3 * LARGE})
    void whatDoesNotFitIntoTheMemoryOfAProtocolIsGivenInTheNextIterations(int room) throws Exception {
        Filling filling = new Filling(room);
        served(filling, (served, peer) -> {
            for (int size : new int[]{room, 2 * room, room, 3, 1000}) { // the buffer is filled exactly, or not
                served.expected += size;
                Thread writer = beside(() -> peer.getOutputStream().write(new byte[size]));
                until(size + " have come", () -> served.got == served.expected);
                writer.join();
            }
        });
        assertThat(filling.largest).isLessThanOrEqualTo(room);
    }

    /// After a megabyte the kernel writes to the heap itself, and is asked how much it has.
    @ParameterizedTest
    @ValueSource(ints = {16 * 1024, LARGE, 256 * 1024, 256 * 1024 + 1})
    void largeMessagesOneAfterTheOtherAreGivenToTheLastByte(int size) throws Exception {
        served(new Collector(), (served, peer) -> {
            byte[] message = new byte[size];
            for (int i = 1; i <= 40; i++) {
                int expected = i * size;
                Thread writer = beside(() -> peer.getOutputStream().write(message));
                until(expected + " have come", () -> served.got.size() == expected);
                writer.join();
            }
        });
    }

    @Test
    void whoCouldNotWriteIsToldWhenThereIsRoomAgain() throws Exception {
        served(new Collector(), (served, peer) -> {
            int size = 16 << 20;
            served.transport.write(new byte[size]);
            assertThat(served.transport.getWriteBufferSize()).isPositive();
            letEventsPass();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            Thread reader = beside(() -> read.writeBytes(peer.getInputStream().readNBytes(size)));
            until("all is sent", () -> served.transport.getWriteBufferSize() == 0);
            reader.join();
            assertThat(read.size()).isEqualTo(size);
        });
    }

    /// Receives into memory of the size that it is made with.
    private static final class Filling extends Recorder implements BufferedProtocol {
        final ByteBuffer memory;
        int got;
        int expected;
        int largest;

        Filling(int room) {
            memory = ByteBuffer.allocate(room);
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return memory.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            got += count;
            largest = Math.max(largest, count);
        }
    }
}
