package io.asyncio4j.net.netty;

import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.transport.Connections;
import io.asyncio4j.transport.Recorder.Collector;
import io.asyncio4j.transport.Server;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What only requests to a ring can get wrong; the contracts of the transports say the rest.
class RingStreamTest {
    private final List<Collector> peers = new ArrayList<>();

    private interface Body {
        void run(Collector left, Collector right) throws Exception;
    }

    private Collector peer() {
        Collector peer = new Collector();
        peers.add(peer);
        return peer;
    }

    private void connected(Body body) throws Exception {
        Io.IO_URING.net(() -> {
            Server server = Connections.createServer(this::peer, Connections.LOOPBACK, 0).await();
            Collector left = new Collector();
            Connections.createConnection(() -> left, Connections.LOOPBACK, port(server)).await();
            until("accepted", () -> !peers.isEmpty() && peers.getFirst().transport != null);
            body.run(left, peers.getFirst());
            left.transport.abort();
            peers.getFirst().transport.abort();
            server.close();
            server.waitClosed().await();
        });
    }

    @Test
    void whatIsWrittenInOneIterationIsKeptForOneRequest() throws Exception {
        connected((left, right) -> {
            left.transport.write("one".getBytes(StandardCharsets.UTF_8));
            left.transport.write("two".getBytes(StandardCharsets.UTF_8));
            assertThat(left.transport.getWriteBufferSize()).isEqualTo(6);
            until("it has come", () -> right.got.size() == 6);
            assertThat(right.got).hasToString("onetwo");
            assertThat(left.transport.getWriteBufferSize()).isZero();
        });
    }

    @Test
    void whatIsLargeFollowsWhatHasBeenKept() throws Exception {
        connected((left, right) -> {
            String large = "x".repeat(RingMemory.PIECE + 1);
            left.transport.write("small".getBytes(StandardCharsets.UTF_8));
            left.transport.write(large.getBytes(StandardCharsets.UTF_8));
            assertThat(left.transport.getWriteBufferSize()).as("both have been sent").isZero();
            until("it has come", () -> right.got.size() == 5 + large.length());
            assertThat(right.got).hasToString("small" + large);
        });
    }

    @Test
    void whatHasBeenKeptIsSentBeforeAnAbortAsAnywhereElse() throws Exception {
        connected((left, right) -> {
            left.transport.write("last words".getBytes(StandardCharsets.UTF_8));
            left.transport.abort();
            until("the end has come", () -> right.hasLost());
            assertThat(right.got).hasToString("last words");
        });
    }

    @Test
    void whatComesAfterReadingWasPausedWaitsInTheRequestAndIsGivenWhenItGoesOn() throws Exception {
        connected((left, right) -> {
            tick(); // its request is under way
            right.transport.pauseReading();
            left.transport.write("early".getBytes(StandardCharsets.UTF_8));
            until("it is sent", () -> left.transport.getWriteBufferSize() == 0);
            tick();
            tick();
            assertThat(right.got.size()).isZero();
            right.transport.resumeReading();
            until("it is given", () -> right.got.size() == 5);
        });
    }

    @Test
    void memoryIsGivenBackWhenTheLastRequestHasEnded() throws Exception {
        Io.IO_URING.net(() -> {
            RingMemory memory = NettyDriver.of(EventLoop.running()).ringMemory();
            Server server = Connections.createServer(this::peer, Connections.LOOPBACK, 0).await();
            for (int i = 1; i <= 100; i++) {
                Collector left = new Collector();
                Connections.createConnection(() -> left, Connections.LOOPBACK, port(server)).await();
                int count = i;
                until("accepted", () -> peers.size() == count && peers.getLast().transport != null);
                left.transport.write(new byte[]{1});
                until("it has come", () -> peers.getLast().got.size() == 1);
                assertThat(memory.inUse()).as("pieces, one for each that receives").isBetween(2, 3);
                if (i % 2 == 0) {
                    peers.getLast().transport.write(new byte[1 << 20]); // whoever reads it has gone
                }
                left.transport.abort();
                peers.getLast().transport.abort();
                until("memory given back", () -> memory.inUse() == 0);
            }
            server.close();
            server.waitClosed().await();
        });
    }
}
