package io.asyncio4j.stream;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.close;
import static io.asyncio4j.net.Net.go;
import static io.asyncio4j.net.Net.port;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.stop;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.net.Warnings;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Future;
import io.asyncio4j.task.RunUntilComplete;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.ConnectionResetException;
import io.asyncio4j.transport.ExtraInfo;
import io.asyncio4j.transport.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

@OnEveryIo
class StreamsTest {
    private static final String HOST = "127.0.0.1";
    private final Io io;

    StreamsTest(Io io) {
        this.io = io;
    }

    private static final StreamHandler ECHO = (reader, writer) -> {
        for (byte[] line = reader.readLine().await(); line.length > 0; line = reader.readLine().await()) {
            writer.write(line);
            writer.drain().await();
        }
        writer.close();
        writer.waitClosed().await();
    };

    private static Connection connect(Server server) throws Exception {
        return Streams.openConnection(HOST, port(server)).await();
    }

    @Test
    void peerThatHasEndedItsDirectionIsAnsweredInFull() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(reader.read().await());
                writer.close();
            }, 0).await();
            Connection client = Streams.openConnection("127.0.0.1", port(server)).await();
            byte[] data = new byte[8 << 20]; // more than the kernel takes of the answer at once
            data[data.length - 1] = 1;
            client.writer().write(data);
            client.writer().writeEof();
            assertThat(client.reader().read().await()).isEqualTo(data);
            client.writer().close();
            client.writer().waitClosed().await();
            server.close();
            server.waitClosed().await();
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_start_server",
            "test_streams.StreamTests.test_open_connection",
            "test_server.SelectorStartServerTests.test_start_server_1",
            "test_streams.StreamTests.test_async_writer_api"})
    void linesAreEchoed() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer(ECHO, 0).await();
            Connection client = connect(server);
            client.writer().write(bytes("one\n"));
            client.writer().writelines(List.of(bytes("two\n"), bytes("th"), bytes("ree\n")));
            for (String line : List.of("one\n", "two\n", "three\n")) {
                assertThat(text(client.reader().readLine().await())).isEqualTo(line);
            }
            assertThat(client.writer().canWriteEof()).isTrue();
            client.writer().writeEof();
            assertThat(client.reader().read().await()).isEmpty();
            assertThat(client.reader().atEof()).isTrue();
            close(client);
            stop(server);
        });
    }

    @Test
    void muchIsEchoedFromMemoryThatIsUsedAgain() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                ByteBuffer memory = ByteBuffer.allocate(100_000);
                while (reader.readInto(memory.clear()).await() > 0) {
                    writer.write(memory.flip());
                    writer.drain().await();
                }
                writer.close();
            }, 0).await();
            Connection client = connect(server);
            byte[] data = new byte[6 << 20];
            new Random(1).nextBytes(data);
            client.writer().write(data);
            client.writer().writeEof();
            assertThat(client.reader().read().await()).isEqualTo(data);
            close(client);
            stop(server);
        });
    }

    @Test
    void writerKnowsItsConnection() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer(ECHO, 0).await();
            Connection client = connect(server);
            assertThat(client.writer().getExtraInfo(ExtraInfo.PEERNAME))
                    .isEqualTo(new InetSocketAddress(HOST, port(server)));
            assertThat(client.writer().getExtraInfo(ExtraInfo.SOCKNAME)).isNotNull();
            assertThat(client.writer().isClosing()).isFalse();
            client.writer().close();
            assertThat(client.writer().isClosing()).isTrue();
            client.writer().waitClosed().await();
            client.writer().waitClosed().await();
            stop(server);
        });
    }

    @Test
    void manyClientsAreServedAtOnce() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer(ECHO, 0).await();
            List<Task<Void>> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String line = "line " + i + "\n";
                clients.add(go(() -> {
                    Connection client = connect(server);
                    for (int round = 0; round < 20; round++) {
                        client.writer().write(bytes(line));
                        client.writer().drain().await();
                        assertThat(text(client.reader().readLine().await())).isEqualTo(line);
                    }
                    close(client);
                }));
            }
            for (Task<Void> client : clients) {
                client.await();
            }
            stop(server);
        });
    }

    // ---- handlers

    @Test
    @CPythonTest({"test_streams.StreamTests.test_unhandled_exceptions",
            "test_streams.StreamTests.test_unhandled_exception"})
    void failureOfAHandlerIsReportedAndClosesTheConnection() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                reader.readLine().await();
                throw new ArithmeticException("sum");
            }, 0).await();
            Connection client = connect(server);
            client.writer().write(bytes("go\n"));
            assertThat(client.reader().read().await()).isEmpty();
            var report = theReport();
            assertThat(report.message()).isEqualTo("Unhandled exception in client_connected_cb");
            assertThat(report.exception()).hasMessage("sum");
            assertThat(report.get("transport")).isNotNull();
            close(client);
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_unhandled_cancel")
    void cancelledHandlerClosesTheConnectionWithoutAReport() throws Exception {
        io.net(() -> {
            List<Task<?>> handlers = new ArrayList<>();
            Server server = Streams.startServer((reader, writer) -> {
                handlers.add(Task.currentTask());
                new Future<Void>().await();
            }, 0).await();
            Connection client = connect(server);
            until("the handler runs", () -> !handlers.isEmpty());
            handlers.getFirst().cancel();
            assertThat(client.reader().read().await()).isEmpty();
            close(client);
            stop(server);
        });
    }

    @Test
    void handlerMayReturnAndLeaveTheConnectionToOthers() throws Exception {
        io.net(() -> {
            List<StreamWriter> left = new ArrayList<>();
            Server server = Streams.startServer((reader, writer) -> left.add(writer), 0).await();
            Connection client = connect(server);
            until("the handler has run", () -> !left.isEmpty());
            left.getFirst().write(bytes("later\n"));
            assertThat(text(client.reader().readLine().await())).isEqualTo("later\n");
            left.getFirst().close();
            assertThat(client.reader().read().await()).isEmpty();
            close(client);
            stop(server);
        });
    }

    // ---- back-pressure

    @Test
    void drainWaitsForASlowReaderAndNoLonger() throws Exception {
        io.net(() -> {
            List<StreamWriter> writers = new ArrayList<>();
            Server server = Streams.startServer((reader, writer) -> writers.add(writer), 0).await();
            Connection client = connect(server);
            until("the handler has run", () -> !writers.isEmpty());
            StreamWriter writer = writers.getFirst();
            long[] written = new long[1];
            boolean[] finished = new boolean[1];
            byte[] block = new byte[50_000];
            Task<Void> producer = go(() -> {
                for (int i = 0; i < 1000; i++) {
                    writer.write(block);
                    written[0] += block.length;
                    writer.drain().await();
                }
                finished[0] = true;
                writer.close();
            });
            // Nobody reads: the kernel's buffers and both of ours fill up, and the producer stops. The kernel may still
            // take some of what the producer waits for, down to the low mark, where it would go on.
            long[] before = {-1};
            int[] still = {0};
            until("the producer waits", () -> {
                still[0] = written[0] == before[0] ? still[0] + 1 : 0;
                before[0] = written[0];
                return still[0] > 100 && writer.transport().getWriteBufferSize() > 16 * 1024;
            });
            for (int i = 0; i < 200; i++) {
                tick();
            }
            assertThat(finished[0]).isFalse();
            assertThat(writer.transport().getWriteBufferSize()).isBetween(16L * 1024 + 1, 64L * 1024 + block.length);
            assertThat(client.reader().toString()).contains("paused");

            long got = 0;
            for (byte[] part = client.reader().read(1 << 20).await(); part.length > 0; part =
                    client.reader().read(1 << 20).await()) {
                got += part.length;
            }
            assertThat(got).isEqualTo(1000L * block.length);
            producer.await();
            close(client);
            stop(server);
        });
    }

    @Test
    void fastPeerIsPausedNearTwiceTheLimit() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(new byte[4 << 20]);
                writer.close();
            }, 0).await();
            Connection client =
                    Streams.openConnection(HOST, port(server), StreamOptions.DEFAULT.withLimit(10_000)).await();
            until("reading is paused", () -> client.reader().toString().contains("paused"));
            for (int i = 0; i < 50; i++) {
                tick();
            }
            int buffered = Integer.parseInt(client.reader().toString().replaceAll(".*\\[(\\d+) bytes.*", "$1"));
            assertThat(buffered).isBetween(20_001, 20_000 + 256 * 1024);
            assertThat(client.reader().readExactly(4 << 20).await()).hasSize(4 << 20);
            assertThat(client.reader().read().await()).isEmpty();
            close(client);
            stop(server);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_multiple_drain")
    void severalMayDrainAtOnce() throws Exception {
        io.net(() -> {
            List<StreamWriter> writers = new ArrayList<>();
            Server server = Streams.startServer((reader, writer) -> writers.add(writer), 0).await();
            Connection client = connect(server);
            until("the handler has run", () -> !writers.isEmpty());
            StreamWriter writer = writers.getFirst();
            while (writer.transport().getWriteBufferSize() <= 64 * 1024) {
                writer.write(new byte[1 << 20]);
                tick();
            }
            Task<Void> first = spawn(writer.drain());
            Task<Void> second = spawn(writer.drain());
            Task<Void> third = spawn(writer.drain());
            tick();
            tick();
            assertThat(first.isDone() || second.isDone()).isFalse();
            third.cancel();
            assertThat(catchThrowable(third::await)).isInstanceOf(CancelledError.class);
            writer.close();
            client.reader().read().await();
            first.await();
            second.await();
            close(client);
            stop(server);
        });
    }

    // ---- losses

    @Test
    @CPythonTest("test_streams.StreamTests.test_drain_raises")
    void drainRaisesWhenThePeerHasGone() throws Exception {
        io.net(() -> {
            List<Throwable> raised = new ArrayList<>();
            Server server = Streams.startServer((reader, writer) -> {
                try {
                    for (int i = 0; i < 1_000_000; i++) {
                        writer.write(bytes("foo\n"));
                        writer.drain().await();
                        tick();
                    }
                } catch (IOException failure) {
                    raised.add(failure);
                }
                writer.close();
                assertThat(catchThrowable(() -> writer.waitClosed().await())).isInstanceOf(IOException.class);
            }, 0).await();
            try (Socket rude = new Socket(HOST, port(server))) {
                rude.setSoLinger(true, 0);
            }
            until("drain has raised", () -> !raised.isEmpty());
            stop(server);
        });
    }

    @Test
    void resetReachesReaderDrainAndWaitClosed() throws Exception {
        io.net(() -> {
            List<Connection> served = new ArrayList<>();
            Server server = Streams.startServer(
                    (reader, writer) -> served.add(new Connection(reader, writer)), 0).await();
            try (Socket rude = new Socket(HOST, port(server))) {
                until("the handler has run", () -> !served.isEmpty());
                rude.setSoLinger(true, 0);
            }
            Connection there = served.getFirst();
            assertThatThrownBy(() -> there.reader().read(1).await()).isInstanceOf(ConnectionResetException.class);
            assertThatThrownBy(() -> there.reader().readLine().await()).isInstanceOf(ConnectionResetException.class);
            assertThatThrownBy(() -> there.writer().drain().await()).isInstanceOf(ConnectionResetException.class);
            assertThatThrownBy(() -> there.writer().waitClosed().await())
                    .isInstanceOf(ConnectionResetException.class);
            assertThat(there.writer().isClosing()).isTrue();
            stop(server);
        });
    }

    @Test
    void resetReachesWhoWaitsWithMemoryOfTheirOwn() throws Exception {
        io.net(() -> {
            List<Integer> counts = new ArrayList<>();
            List<Throwable> raised = new ArrayList<>();
            Server server = Streams.startServer((reader, writer) -> {
                ByteBuffer memory = ByteBuffer.allocate(10);
                counts.add(reader.readInto(memory).await());
                raised.add(catchThrowable(() -> reader.readInto(memory).await()));
                assertThat(memory.position()).isEqualTo(5);
            }, 0).await();
            try (Socket rude = new Socket(HOST, port(server))) {
                rude.getOutputStream().write(bytes("hello"));
                rude.setSoLinger(true, 0);
                until("the greeting has come", () -> !counts.isEmpty());
            }
            until("the reset has come", () -> !raised.isEmpty());
            assertThat(counts).containsExactly(5);
            assertThat(raised.getFirst()).isInstanceOf(ConnectionResetException.class);
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_async_writer_api_exception_after_close",
            "test_streams.StreamTests.test_eof_feed_when_closing_writer"})
    void drainAfterCloseRaises() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer(ECHO, 0).await();
            Connection client = connect(server);
            client.writer().close();
            client.writer().write(bytes("data"));
            assertThatThrownBy(() -> client.writer().drain().await()).isInstanceOf(ConnectionResetException.class)
                    .hasMessageContaining("connection lost");
            client.writer().waitClosed().await();
            assertThat(client.reader().atEof()).isTrue();
            assertThat(client.reader().read().await()).isEmpty();
            stop(server);
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_wait_closed_on_close",
            "test_streams.StreamTests.test_wait_closed_on_close_with_unread_data"})
    void unreadDataDoesNotHinderClosing() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(bytes("one\ntwo\n"));
                writer.close();
            }, 0).await();
            Connection client = connect(server);
            assertThat(text(client.reader().readLine().await())).isEqualTo("one\n");
            close(client);
            stop(server);
        });
    }

    // ---- cancelling

    @Test
    void cancelAtEveryAwaitLeavesNoSocketAndAUsableConnection() throws Exception {
        io.net(() -> {
            Server server = Streams.startServer(ECHO, 0).await();
            for (int iterations = 0; iterations < 8; iterations++) {
                Task<Connection> opening = spawn(Streams.openConnection(HOST, port(server)));
                for (int i = 0; i < iterations; i++) {
                    tick();
                }
                if (opening.cancel()) {
                    assertThat(catchThrowable(opening::await)).isInstanceOf(CancelledError.class);
                } else {
                    close(opening.await());
                }
            }
            Connection client = connect(server);
            Task<byte[]> reading = spawn(client.reader().readLine());
            tick();
            reading.cancel();
            assertThat(catchThrowable(reading::await)).isInstanceOf(CancelledError.class);
            client.writer().write(bytes("still here\n"));
            assertThat(text(client.reader().readLine().await())).isEqualTo("still here\n");

            Task<Void> closing = spawn(client.writer().waitClosed());
            tick();
            closing.cancel();
            assertThat(catchThrowable(closing::await)).isInstanceOf(CancelledError.class);
            close(client);
            stop(server);
        });
    }

    @Test
    void cancelOfADrainDropsNothing() throws Exception {
        io.net(() -> {
            int size = 16 << 20;
            Server server = Streams.startServer((reader, writer) -> {
                writer.write(new byte[size]);
                Task<Void> drain = spawn(writer.drain());
                tick();
                tick();
                if (drain.cancel()) {
                    assertThat(catchThrowable(drain::await)).isInstanceOf(CancelledError.class);
                }
                writer.close();
                writer.waitClosed().await();
            }, 0).await();
            Connection client = connect(server);
            for (int i = 0; i < 20; i++) {
                tick();
            }
            assertThat(client.reader().read().await()).hasSize(size);
            close(client);
            stop(server);
        });
    }

    @Test
    void aLimitThatIsNoneIsRefusedBeforeThereIsAConnection() {
        assertThatIllegalArgumentException().isThrownBy(() -> StreamOptions.DEFAULT.withLimit(0))
                .withMessage("stream limit is not positive: 0; give at least one byte");
        assertThatIllegalArgumentException().isThrownBy(() -> StreamServerOptions.DEFAULT.withLimit(-1))
                .withMessageContaining("-1");
    }

    @Test
    void streamsAndServersLeftOpenAreWarnedOfWhenTheirLoopIsClosed() throws Exception {
        io.with(() -> {
            try (Warnings warnings = Warnings.of("io.asyncio4j.net")) {
                try (EventLoop loop = new EventLoop()) {
                    RunUntilComplete.runUntilComplete(loop, () -> {
                        Server server = Streams.startServer((_, _) -> {
                        }, 0).await();
                        Streams.openConnection("127.0.0.1", port(server)).await();
                        return null;
                    });
                }
                assertThat(warnings.texts()).hasSizeGreaterThanOrEqualTo(2)
                        .allMatch(text -> text.startsWith("unclosed socket: "));
            }
        });
    }
}
