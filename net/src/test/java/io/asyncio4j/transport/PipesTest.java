package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.go;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.Io;
import io.asyncio4j.net.OnEveryIo;
import io.asyncio4j.net.Terminal;
import io.asyncio4j.net.posix.Native;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.stream.StreamReader;
import io.asyncio4j.stream.StreamWriter;
import io.asyncio4j.stream.Streams;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@OnEveryIo
class PipesTest {
    private static final String EVENTS = "test_events.EventLoopTestsMixin.";
    private static final int F_DUPFD = 0;

    private final Io io;
    private Posix posix;
    private int[] ends;

    PipesTest(Io io) {
        this.io = io;
    }

    /// Runs with a pipe of the system; afterwards no descriptor of one may be left.
    private void piped(AsyncAction body) throws Exception {
        assumeTrue(Posix.isAvailable());
        long before = openPipes();
        io.net(() -> {
            posix = Posix.of(EventLoop.running());
            ends = posix.pipe();
            body.run();
        });
        long end = System.nanoTime() + 20_000_000_000L;
        while (openPipes() > before && System.nanoTime() < end) {
            Thread.yield(); // the thread that polls for NIO closes its own pipe last
        }
        assertThat(openPipes()).as("open pipes").isLessThanOrEqualTo(before); // some of an earlier test may go late
    }

    private static long openPipes() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> {
                try {
                    return Files.readSymbolicLink(each).toString().startsWith("pipe:");
                } catch (Exception gone) {
                    return false;
                }
            }).count();
        }
    }

    private Recorder read() throws Exception {
        return Pipes.connectReadPipe(Recorder::new, PipeEnd.of(ends[0])).await().protocol();
    }

    private Recorder write() throws Exception {
        return Pipes.connectWritePipe(Recorder::new, PipeEnd.of(ends[1])).await().protocol();
    }

    @Test
    @CPythonTest(EVENTS + "test_read_pipe")
    void readEndHearsDataAndTheEnd() throws Exception {
        piped(() -> {
            Recorder reading = read();
            assertThat(reading.heard).containsExactly("made");
            posix.write(ends[1], bytes("1"), 0, 1);
            until("1 came", () -> reading.heard.contains("1"));
            posix.write(ends[1], bytes("2345"), 0, 4);
            until("2345 came", () -> reading.heard.contains("2345"));
            posix.close(ends[1]);
            until("lost", () -> reading.heard.contains("lost"));
            assertThat(reading.heard).containsExactly("made", "1", "2345", "eof", "lost");
            assertThat(reading.transport.getExtraInfo(ExtraInfo.PIPE)).isNotNull();
        });
    }

    @Test
    void writingAfterTheLoopsEndReachesNobodyWhoHasTheNumberNow() throws Throwable {
        assumeTrue(Posix.isAvailable());
        Posix mine = new Posix();
        int[] first = mine.pipe();
        int[] next = mine.pipe();
        Recorder[] left = new Recorder[1];
        io.net(() -> left[0] =
                Pipes.connectWritePipe(Recorder::new, PipeEnd.of(first[1])).await().protocol());
        MethodHandle fcntl = Native.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        int taker = (int) fcntl.invokeExact(Arena.ofAuto().allocate(Native.STATE), next[1], F_DUPFD, first[1]);
        left[0].transport.write(bytes("astray"));
        mine.nonBlocking(next[0]);
        assertThat(mine.read(next[0])).as("written to %s after the end of %s", taker, first[1]).isNull();
        for (int end : new int[]{first[0], next[0], next[1], taker}) {
            mine.close(end);
        }
    }

    @Test
    @CPythonTest(EVENTS + "test_write_pipe")
    void writeEndSendsAndItsCloseIsTheEnd() throws Exception {
        piped(() -> {
            Recorder writing = write();
            writing.transport.write(bytes("1"));
            writing.transport.write(bytes("2345"));
            assertThat(posix.read(ends[0])).isEqualTo(bytes("12345"));
            writing.transport.close();
            until("lost", () -> writing.heard.contains("lost"));
            posix.nonBlocking(ends[0]);
            tick();
            byte[] after = posix.read(ends[0]);
            while (after == null) { // the kernel lets go of the file at its next turn
                tick();
                after = posix.read(ends[0]);
            }
            assertThat(after).isEmpty();
            posix.close(ends[0]);
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_write_pipe_disconnect_on_close")
    void readerThatClosesIsNoticedWithoutWriting() throws Exception {
        piped(() -> {
            Recorder writing = write();
            writing.transport.write(bytes("1"));
            posix.close(ends[0]);
            until("lost", () -> writing.heard.contains("lost"));
            assertThat(writing.transport.isClosing()).isTrue();
        });
    }

    @Test
    void readerThatClosesBreaksAWriterWithUnsentBytes() throws Exception {
        piped(() -> {
            Recorder writing = write();
            writing.transport.write(new byte[1_000_000]);
            assertThat(writing.heard).containsExactly("made", "pause");
            posix.close(ends[0]);
            until("lost", () -> writing.lostBy != null);
            assertThat(writing.lostBy).isInstanceOf(BrokenPipeException.class);
        });
    }

    @Test
    void writingToAPipeThatNobodyReadsBreaksIt() throws Exception {
        piped(() -> {
            Recorder writing = write();
            posix.close(ends[0]);
            writing.transport.write(bytes("x")); // before the loop has noticed
            until("lost", () -> writing.heard.size() > 1);
            assertThat(writing.lostBy).isInstanceOf(BrokenPipeException.class);
        });
    }

    @Test
    void millionsOfBytesArriveWholeUnderFlowControl() throws Exception {
        piped(() -> {
            byte[] sent = new byte[8_000_000];
            new Random(3).nextBytes(sent);
            StreamWriter writer = Streams.openWritePipe(PipeEnd.of(ends[1])).await();
            StreamReader reader = Streams.openReadPipe(PipeEnd.of(ends[0])).await();
            Task<byte[]> received = spawn(reader.read());
            for (int at = 0, size = 1; at < sent.length; at += size, size = size * 3 % 200_001 + 1) {
                size = Math.min(size, sent.length - at);
                writer.write(sent, at, size);
                writer.drain().await();
            }
            writer.close();
            writer.waitClosed().await();
            assertThat(received.await()).isEqualTo(sent);
        });
    }

    @Test
    void pausedReaderLeavesTheBytesInThePipe() throws Exception {
        piped(() -> {
            Recorder reading = read();
            reading.transport.pauseReading();
            posix.write(ends[1], bytes("data"), 0, 4);
            posix.close(ends[1]);
            for (int i = 0; i < 20; i++) {
                Sleep.sleep(0.0005).await();
            }
            assertThat(reading.heard).containsExactly("made");
            reading.transport.resumeReading();
            until("lost", () -> reading.heard.contains("lost"));
            assertThat(reading.heard).containsExactly("made", "data", "eof", "lost");
        });
    }

    @Test
    void manyPipesAreServedAtOnce() throws Exception {
        piped(() -> {
            posix.close(ends[0]);
            posix.close(ends[1]);
            List<Task<Void>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int[] mine = posix.pipe();
                String word = "word " + i;
                all.add(go(() -> {
                    StreamReader reader = Streams.openReadPipe(PipeEnd.of(mine[0])).await();
                    StreamWriter writer = Streams.openWritePipe(PipeEnd.of(mine[1])).await();
                    writer.write(bytes(word + "\n"));
                    assertThat(text(reader.readLine().await())).isEqualTo(word + "\n");
                    writer.write(bytes("rest"));
                    writer.close();
                    assertThat(text(reader.read().await())).isEqualTo("rest");
                    writer.waitClosed().await();
                }));
            }
            for (Task<Void> each : all) {
                each.await();
            }
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_read_all_from_pipe_reader")
    void streamReaderReadsAPipeToItsEnd() throws Exception {
        piped(() -> {
            posix.write(ends[1], bytes("data"), 0, 4);
            posix.close(ends[1]);
            StreamReader reader = Streams.openReadPipe(PipeEnd.of(ends[0])).await();
            assertThat(reader.read().await()).isEqualTo(bytes("data"));
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_unclosed_pipe_transport")
    void pipesLeftOpenAreClosedWithTheirLoop() throws Exception {
        piped(() -> {
            read();
            write();
        }); // which looks for open pipes
    }

    @Test
    void cancelledConnectionLeavesNothingBehind() throws Exception {
        piped(() -> {
            Task<?> connecting = spawn(Pipes.connectReadPipe(Recorder::new, PipeEnd.of(ends[0])));
            tick();
            connecting.cancel();
            assertThatThrownBy(connecting::await).isInstanceOf(CancelledError.class);
            posix.close(ends[1]);
            tick();
            tick();
        });
    }

    @Test
    void fileIsNoPipe() throws Exception {
        piped(() -> {
            Path file = Files.createTempFile("asyncio4j", ".txt");
            try (var open = new java.io.RandomAccessFile(file.toFile(), "r")) {
                int number = descriptorOf(file);
                assertThatThrownBy(() -> Pipes.connectReadPipe(Recorder::new, PipeEnd.of(number)).await())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("pipes, sockets and character devices");
                assertThatThrownBy(() -> Pipes.connectWritePipe(Recorder::new, PipeEnd.of(9999)).await())
                        .isInstanceOf(java.io.IOException.class).hasMessageContaining("not open");
                assertThat(open.length()).isZero();
            }
            Files.delete(file);
            posix.close(ends[0]);
            posix.close(ends[1]);
        });
    }

    private static int descriptorOf(Path file) throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> {
                try {
                    return Files.readSymbolicLink(each).equals(file);
                } catch (Exception gone) {
                    return false;
                }
            }).mapToInt(each -> Integer.parseInt(each.getFileName().toString())).findFirst().orElseThrow();
        }
    }

    @Test
    void deviceIsWrittenToAndOneThatCannotBeWaitedForIsNotReadFor() throws Exception {
        piped(() -> {
            posix.close(ends[0]);
            posix.close(ends[1]);
            Recorder writing = Pipes.connectWritePipe(Recorder::new, PipeEnd.of(Terminal.openFile("/dev/null")))
                    .await().protocol();
            writing.transport.write(bytes("gone"));
            writing.transport.close();
            until("lost", () -> writing.heard.contains("lost"));
            Task<?> reading =
                    spawn(Pipes.connectReadPipe(Recorder::new, PipeEnd.of(Terminal.openFile("/dev/null"))));
            until("connected or refused", reading::isDone); // epoll refuses it, poll does not
            if (reading.exception() != null) {
                assertThat(reading.exception()).hasMessageContaining("pipe cannot be waited for");
            }
            tick();
            tick();
        });
    }

    // ---- terminals

    private void terminal(TerminalUse body) throws Exception {
        piped(() -> {
            posix.close(ends[0]);
            posix.close(ends[1]);
            Terminal terminal;
            try {
                terminal = Terminal.open();
            } catch (Throwable none) {
                throw new AssertionError(none);
            }
            body.use(terminal);
        });
    }

    private interface TerminalUse {
        void use(Terminal terminal) throws Exception;
    }

    @Test
    @CPythonTest(EVENTS + "test_read_pty_output")
    void terminalIsReadUntilItsOtherSideIsGone() throws Exception {
        terminal(terminal -> {
            Recorder reading =
                    Pipes.connectReadPipe(Recorder::new, PipeEnd.of(terminal.master())).await().protocol();
            posix.write(terminal.slave(), bytes("1"), 0, 1);
            until("1 came", () -> reading.heard.contains("1"));
            posix.close(terminal.slave());
            until("lost", () -> reading.lostBy != null);
            assertThat(reading.lostBy).hasMessageContaining("input/output error");
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_write_pty")
    void terminalIsWrittenTo() throws Exception {
        terminal(terminal -> {
            Recorder writing =
                    Pipes.connectWritePipe(Recorder::new, PipeEnd.of(terminal.slave())).await().protocol();
            writing.transport.write(bytes("12345"));
            assertThat(posix.read(terminal.master())).isEqualTo(bytes("12345"));
            writing.transport.close();
            until("lost", () -> writing.heard.contains("lost"));
            posix.close(terminal.master());
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_bidirectional_pty")
    void terminalIsReadAndWrittenAtOnce() throws Exception {
        terminal(terminal -> {
            int again = terminal.duplicateSlave();
            Recorder reading =
                    Pipes.connectReadPipe(Recorder::new, PipeEnd.of(terminal.slave())).await().protocol();
            Recorder writing = Pipes.connectWritePipe(Recorder::new, PipeEnd.of(again)).await().protocol();
            writing.transport.write(bytes("1"));
            assertThat(posix.read(terminal.master())).isEqualTo(bytes("1"));
            posix.write(terminal.master(), bytes("a\n"), 0, 2);
            until("the line came", () -> reading.heard.contains("a\n"));
            assertThat(posix.read(terminal.master())).isEqualTo(bytes("a\r\n")); // the terminal's echo
            posix.write(terminal.master(), bytes("b\n"), 0, 2);
            until("the next line came", () -> reading.heard.contains("b\n"));
            writing.transport.write(bytes("2345"));
            reading.transport.close();
            writing.transport.close();
            until("both are lost", () -> reading.heard.contains("lost") && writing.heard.contains("lost"));
            posix.close(terminal.master());
        });
    }

    // ---- streams and channels, which have no descriptor to watch

    @Test
    void javasPipesAreServed() throws Exception {
        io.net(() -> {
            Pipe pipe = Pipe.open();
            StreamReader reader = Streams.openReadPipe(PipeEnd.of(pipe.source())).await();
            StreamWriter writer = Streams.openWritePipe(PipeEnd.of(pipe.sink())).await();
            byte[] much = new byte[3_000_000];
            new Random(5).nextBytes(much);
            Task<byte[]> received = spawn(reader.read());
            writer.write(much);
            writer.drain().await();
            writer.close();
            assertThat(received.await()).isEqualTo(much);
            writer.waitClosed().await();
        });
    }

    @Test
    void javasStreamsAreServed() throws Exception {
        io.net(() -> {
            PipedOutputStream out = new PipedOutputStream();
            StreamReader reader =
                    Streams.openReadPipe(PipeEnd.of(new PipedInputStream(out))).await();
            StreamWriter writer = Streams.openWritePipe(PipeEnd.of(out)).await();
            writer.write(bytes("one\ntwo"));
            assertThat(text(reader.readLine().await())).isEqualTo("one\n");
            writer.close();
            assertThat(text(reader.read().await())).isEqualTo("two");
        });
    }

    @Test
    void channelWithoutReaderBreaksTheWriter() throws Exception {
        io.net(() -> {
            Pipe pipe = Pipe.open();
            Recorder writing =
                    Pipes.connectWritePipe(Recorder::new, PipeEnd.of(pipe.sink())).await().protocol();
            pipe.source().close();
            writing.transport.write(bytes("x"));
            until("lost", () -> writing.lostBy != null);
            assertThat(writing.lostBy).isInstanceOf(BrokenPipeException.class);
        });
    }

    @Test
    void streamThatFailsIsReported() throws Exception {
        io.net(() -> {
            Pipe pipe = Pipe.open();
            pipe.source().close();
            Recorder reading =
                    Pipes.connectReadPipe(Recorder::new, PipeEnd.of(pipe.source())).await().protocol();
            until("lost", () -> reading.lostBy != null);
            assertThat(theReport().exception()).isSameAs(reading.lostBy);
            pipe.sink().close();
        });
    }

    @Test
    void wrongEndIsRefused() throws Exception {
        io.net(() -> {
            PipeEnd out = PipeEnd.of(new PipedOutputStream());
            assertThatThrownBy(() -> Pipes.connectReadPipe(Recorder::new, out).await())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("give the one to read from");
            assertThatThrownBy(() -> PipeEnd.of(-1)).isInstanceOf(IllegalArgumentException.class);
        });
    }
}
