package io.asyncio4j.stream;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.net;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamReaderTest {
    private static final String LINES = "line1\nline2\nline3\n";

    private static StreamReader fed(int limit, String... chunks) {
        StreamReader stream = new StreamReader(limit);
        for (String chunk : chunks) {
            stream.feedData(bytes(chunk));
        }
        return stream;
    }

    private static StreamReader fed(String... chunks) {
        return fed(StreamReader.DEFAULT_LIMIT, chunks);
    }

    static String rest(StreamReader stream) throws Exception {
        stream.feedEof();
        return text(stream.read().await());
    }

    static void soon(Runnable action) {
        EventLoop.running().callSoon(action);
    }

    // ---- feeding

    @Test
    @CPythonTest("test_streams.StreamTests.test_feed_empty_data")
    void emptyDataChangesNothing() throws Exception {
        net(() -> assertThat(rest(fed(""))).isEmpty());
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_feed_nonempty_data")
    void dataIsKept() throws Exception {
        net(() -> assertThat(rest(fed(LINES))).isEqualTo(LINES));
    }

    @Test
    void feederMayUseItsArrayAgain() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            byte[] array = bytes("abc");
            stream.feedData(array);
            array[0] = 'X';
            assertThat(text(stream.readExactly(3).await())).isEqualTo("abc");
        });
    }

    @Test
    void dataAfterTheEndIsRefused() throws Exception {
        net(() -> {
            StreamReader stream = fed("a");
            stream.feedEof();
            assertThatIllegalStateException().isThrownBy(() -> stream.feedData(bytes("b")));
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_invalid_limit")
    void limitMustBePositive() throws Exception {
        net(() -> {
            assertThatIllegalArgumentException().isThrownBy(() -> new StreamReader(0)).withMessageContaining("limit");
            assertThatIllegalArgumentException().isThrownBy(() -> new StreamReader(-1)).withMessageContaining("limit");
        });
    }

    // ---- read

    @Test
    @CPythonTest("test_streams.StreamTests.test_read_zero")
    void readingNothingTakesNothing() throws Exception {
        net(() -> {
            StreamReader stream = fed(LINES);
            assertThat(stream.read(0).await()).isEmpty();
            assertThat(rest(stream)).isEqualTo(LINES);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_read")
    void readWaitsForDataAndGivesWhatThereIs() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Task<byte[]> read = spawn(stream.read(30));
            soon(() -> stream.feedData(bytes(LINES)));
            assertThat(text(read.await())).isEqualTo(LINES);
            assertThat(rest(stream)).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_read_line_breaks")
    void readStopsAtTheCountNotAtLines() throws Exception {
        net(() -> {
            StreamReader stream = fed("line1", "line2");
            assertThat(text(stream.read(5).await())).isEqualTo("line1");
            assertThat(rest(stream)).isEqualTo("line2");
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_read_eof")
    void readAtTheEndGivesNothing() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Task<byte[]> read = spawn(stream.read(1024));
            soon(stream::feedEof);
            assertThat(read.await()).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_read_until_eof")
    void readWithoutCountGivesAllUpToTheEnd() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Task<byte[]> read = spawn(stream.read(-1));
            soon(() -> {
                stream.feedData(bytes("chunk1\n"));
                stream.feedData(bytes("chunk2"));
                stream.feedEof();
            });
            assertThat(text(read.await())).isEqualTo("chunk1\nchunk2");
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_read_exception")
    void readRaisesWhatWasSetInPlaceOfBufferedData() throws Exception {
        net(() -> {
            StreamReader stream = fed("line\n");
            assertThat(text(stream.read(2).await())).isEqualTo("li");
            ArithmeticException failure = new ArithmeticException();
            stream.setException(failure);
            assertThatThrownBy(() -> stream.read(2).await()).isSameAs(failure);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_read_limit")
    void limitDoesNotBindRead() throws Exception {
        net(() -> assertThat(text(fed(3, "chunk").read(5).await())).isEqualTo("chunk"));
    }

    // ---- readLine

    @Test
    @CPythonTest("test_streams.StreamTests.test_readline")
    void readLineJoinsChunksAndLeavesWhatFollows() throws Exception {
        net(() -> {
            StreamReader stream = fed("chunk1 ");
            Task<byte[]> read = spawn(stream.readLine());
            soon(() -> {
                stream.feedData(bytes("chunk2 "));
                stream.feedData(bytes("chunk3 "));
                stream.feedData(bytes("\n chunk4"));
            });
            assertThat(text(read.await())).isEqualTo("chunk1 chunk2 chunk3 \n");
            assertThat(rest(stream)).isEqualTo(" chunk4");
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_readline_limit_with_existing_data")
    void overlongLineIsRemovedAndTheNextKept() throws Exception {
        net(() -> {
            StreamReader ended = fed(3, "li", "ne1\nline2\n");
            assertThatIllegalArgumentException().isThrownBy(() -> ended.readLine().await())
                    .withCauseInstanceOf(LimitOverrunException.class);
            assertThat(rest(ended)).isEqualTo("line2\n");

            StreamReader open = fed(3, "li", "ne1", "li");
            assertThatIllegalArgumentException().isThrownBy(() -> open.readLine().await());
            assertThat(rest(open)).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_readline_limit")
    void limitCountsTheBytesBeforeTheNewline() throws Exception {
        net(() -> {
            StreamReader one = new StreamReader(7);
            soon(() -> {
                one.feedData(bytes("chunk1"));
                one.feedData(bytes("chunk2"));
                one.feedData(bytes("chunk3\n"));
            });
            assertThatIllegalArgumentException().isThrownBy(() -> one.readLine().await());
            assertThat(rest(one)).isEmpty();

            StreamReader two = new StreamReader(7);
            soon(() -> {
                two.feedData(bytes("chunk1"));
                two.feedData(bytes("chunk2\n"));
                two.feedData(bytes("chunk3\n"));
            });
            assertThatIllegalArgumentException().isThrownBy(() -> two.readLine().await());
            assertThat(rest(two)).isEqualTo("chunk3\n");

            StreamReader strict = fed(7, "1234567\n");
            assertThat(text(strict.readLine().await())).isEqualTo("1234567\n");
            strict.feedData(bytes("12345678\n"));
            assertThatIllegalArgumentException().isThrownBy(() -> strict.readLine().await());
            strict.feedData(bytes("12345678"));
            assertThatIllegalArgumentException().isThrownBy(() -> strict.readLine().await());
            assertThat(rest(strict)).isEmpty();
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_readline_nolimit_nowait",
            "test_streams.StreamTests.test_readline_read_byte_count"})
    void linesAndCountsMix() throws Exception {
        net(() -> {
            StreamReader stream = fed(LINES.substring(0, 6), LINES.substring(6));
            assertThat(text(stream.readLine().await())).isEqualTo("line1\n");
            assertThat(text(stream.read(7).await())).isEqualTo("line2\nl");
            assertThat(rest(stream)).isEqualTo("ine3\n");
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_readline_eof", "test_streams.StreamTests.test_readline_empty_eof"})
    void lastLineNeedsNoNewline() throws Exception {
        net(() -> {
            StreamReader stream = fed("some data");
            stream.feedEof();
            assertThat(text(stream.readLine().await())).isEqualTo("some data");
            assertThat(stream.readLine().await()).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_readline_exception")
    void readLineRaisesWhatWasSet() throws Exception {
        net(() -> {
            StreamReader stream = fed("line\n");
            assertThat(text(stream.readLine().await())).isEqualTo("line\n");
            stream.setException(new ArithmeticException());
            assertThatThrownBy(() -> stream.readLine().await()).isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_at_eof")
    void atEofNeedsTheEndAndAnEmptyBuffer() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            assertThat(stream.atEof()).isFalse();
            stream.feedData(bytes("some data\n"));
            assertThat(stream.atEof()).isFalse();
            stream.readLine().await();
            assertThat(stream.atEof()).isFalse();
            stream.feedData(bytes("some data\n"));
            stream.feedEof();
            assertThat(stream.atEof()).isFalse();
            stream.readLine().await();
            assertThat(stream.atEof()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_pep492.StreamReaderTests.test_readline")
    void iteratingGivesLinesUntilTheEnd() throws Exception {
        net(() -> {
            StreamReader stream = fed("a\nb\n", "c");
            stream.feedEof();
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                lines.add(text(stream.anext()));
            }
            assertThat(lines).containsExactly("a\n", "b\n", "c");
            assertThatThrownBy(stream::anext).isInstanceOf(StopAsyncIteration.class);
        });
    }

    // ---- readUntil

    @Test
    @CPythonTest("test_streams.StreamTests.test_readuntil_separator")
    void separatorMustNotBeEmpty() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            assertThatIllegalArgumentException().isThrownBy(() -> stream.readUntil(new byte[0]).await());
            assertThatIllegalArgumentException().isThrownBy(() -> stream.readUntil(new byte[1][0]).await());
            assertThatIllegalArgumentException().isThrownBy(() -> stream.readUntil(new byte[0][]).await());
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_readuntil_multi_chunks",
            "test_streams.StreamTests.test_readuntil_multi_chunks_1"})
    void separatorIsFoundAcrossChunks() throws Exception {
        net(() -> {
            StreamReader stream = fed("lineAAAxxx");
            assertThat(text(stream.readUntil("AAA").await())).isEqualTo("lineAAA");
            assertThat(text(stream.readExactly(3).await())).isEqualTo("xxx");
            String[][] cuts = {{"QWEaa", "XYaa", "a"}, {"QWEaa", "XYa", "aa"}, {"aaa"}, {"Xaaa"},
                    {"XXX", "a", "a", "a"}};
            for (String[] chunks : cuts) {
                for (String chunk : chunks) {
                    stream.feedData(bytes(chunk));
                }
                assertThat(text(stream.readUntil(bytes("aaa")).await())).isEqualTo(String.join("", chunks));
            }
            Task<byte[]> read = spawn(stream.readUntil("--"));
            for (String chunk : new String[]{"ab-", "c-", "-d"}) {
                tick();
                stream.feedData(bytes(chunk));
            }
            assertThat(text(read.await())).isEqualTo("ab-c--");
            assertThat(rest(stream)).isEqualTo("d");
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_readuntil_eof")
    void endBeforeTheSeparatorGivesThePartAndEmptiesTheBuffer() throws Exception {
        net(() -> {
            StreamReader stream = fed("some dataAA");
            stream.feedEof();
            IncompleteReadException end = catchThrowableOfType(IncompleteReadException.class,
                    () -> stream.readUntil("AAA").await());
            assertThat(text(end.partial())).isEqualTo("some dataAA");
            assertThat(end.expected()).isEqualTo(IncompleteReadException.UNKNOWN);
            assertThat(stream.atEof()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_readuntil_limit_found_sep")
    void overrunKeepsTheBuffer() throws Exception {
        net(() -> {
            StreamReader stream = fed(3, "some dataAA");
            LimitOverrunException absent = catchThrowableOfType(LimitOverrunException.class,
                    () -> stream.readUntil("AAA").await());
            assertThat(absent).hasMessageContaining("not found");
            assertThat(absent.consumed()).isEqualTo(9);

            stream.feedData(bytes("A"));
            LimitOverrunException present = catchThrowableOfType(LimitOverrunException.class,
                    () -> stream.readUntil("AAA").await());
            assertThat(present).hasMessageContaining("is found");
            assertThat(present.consumed()).isEqualTo(9);
            assertThat(rest(stream)).isEqualTo("some dataAAA");
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_readuntil_multi_separator",
            "test_streams.StreamTests.test_readuntil_multi_separator_limit",
            "test_streams.StreamTests.test_readuntil_multi_separator_negative_offset"})
    void ofSeveralSeparatorsTheOneThatEndsFirstCounts() throws Exception {
        net(() -> {
            StreamReader stream = fed("line 1\nline 2\r");
            byte[][] ends = {bytes("\r"), bytes("\n")};
            assertThat(text(stream.readUntil(ends).await())).isEqualTo("line 1\n");
            assertThat(text(stream.readUntil(ends).await())).isEqualTo("line 2\r");

            stream.feedData(bytes("ABCDEFG"));
            assertThat(text(stream.readUntil(bytes("DEF"), bytes("BCDE")).await())).isEqualTo("ABCDE");
            assertThat(rest(stream)).isEqualTo("FG");

            StreamReader limited = fed(3, "some dataA");
            assertThatThrownBy(() -> limited.readUntil(bytes("A"), bytes("ome dataA")).await())
                    .isInstanceOf(LimitOverrunException.class).hasMessageContaining("is found");
            assertThat(rest(limited)).isEqualTo("some dataA");

            StreamReader shorter = fed("data");
            Task<byte[]> read = spawn(shorter.readUntil(bytes("A"), bytes("long sep")));
            soon(() -> shorter.feedData(bytes("Z")));
            soon(() -> shorter.feedData(bytes("Aaaa")));
            assertThat(text(read.await())).isEqualTo("dataZA");
        });
    }

    // ---- readExactly

    @Test
    @CPythonTest("test_streams.StreamTests.test_readexactly_zero_or_less")
    void readExactlyRefusesNegativeCounts() throws Exception {
        net(() -> {
            StreamReader stream = fed(LINES);
            assertThat(stream.readExactly(0).await()).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> stream.readExactly(-1).await());
            assertThat(rest(stream)).isEqualTo(LINES);
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_readexactly", "test_streams.StreamTests.test_readexactly_limit"})
    void readExactlyWaitsForTheCountWhateverTheLimit() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader(3);
            int count = 2 * LINES.length();
            Task<byte[]> read = spawn(stream.readExactly(count));
            soon(() -> {
                stream.feedData(bytes(LINES));
                stream.feedData(bytes(LINES));
                stream.feedData(bytes(LINES));
            });
            assertThat(text(read.await())).isEqualTo(LINES + LINES);
            assertThat(rest(stream)).isEqualTo(LINES);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_readexactly_eof")
    void endBeforeTheCountGivesThePart() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Task<byte[]> read = spawn(stream.readExactly(36));
            soon(() -> {
                stream.feedData(bytes(LINES));
                stream.feedEof();
            });
            IncompleteReadException end = catchThrowableOfType(IncompleteReadException.class, read::await);
            assertThat(text(end.partial())).isEqualTo(LINES);
            assertThat(end.expected()).isEqualTo(36);
            assertThat(end).hasMessageContaining("18 bytes read on a total of 36 expected bytes");
            assertThat(stream.atEof()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_readexactly_exception")
    void readExactlyRaisesWhatWasSet() throws Exception {
        net(() -> {
            StreamReader stream = fed("line\n");
            assertThat(text(stream.readExactly(2).await())).isEqualTo("li");
            stream.setException(new ArithmeticException());
            assertThatThrownBy(() -> stream.readExactly(2).await()).isInstanceOf(ArithmeticException.class);
        });
    }

    // ---- waiting

    @Test
    @CPythonTest({"test_streams.StreamTests.test_exception", "test_streams.StreamTests.test_exception_waiter"})
    void readerThatWaitsGetsTheException() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            assertThat(stream.exception()).isNull();
            Task<byte[]> read = spawn(stream.readLine());
            ArithmeticException failure = new ArithmeticException();
            soon(() -> stream.setException(failure));
            assertThatThrownBy(read::await).isSameAs(failure);
            assertThat(stream.exception()).isSameAs(failure);
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_exception_cancel")
    void cancelledReadLeavesTheStreamUsable() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Task<byte[]> read = spawn(stream.readLine());
            tick();
            read.cancel();
            tick();
            assertThatThrownBy(read::await).isInstanceOf(CancelledError.class);
            stream.feedData(bytes("x\n"));
            assertThat(text(stream.readLine().await())).isEqualTo("x\n");
            stream.setException(new ArithmeticException());
            assertThat(stream.exception()).isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    void secondReaderIsRefusedByName() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Task<byte[]> first = spawn(stream.readLine());
            tick();
            assertThatIllegalStateException().isThrownBy(() -> stream.readExactly(1).await())
                    .withMessageStartingWith("readExactly() called while another coroutine is already waiting");
            stream.feedData(bytes("x\n"));
            assertThat(text(first.await())).isEqualTo("x\n");
        });
    }

    /// CPython's first reader takes the place of the second away, which then waits for ever.
    @Test
    void readerThatWasWokenLeavesThePlaceOfWhoWaitsByThen() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Task<byte[]> first = spawn(Coroutine.of(() -> {
                assertThat(stream.read(3).await()).isEmpty();
                return stream.read(3).await();
            }));
            tick();
            stream.feedData(bytes("x"));
            assertThat(text(stream.read(1).await())).isEqualTo("x");
            soon(() -> soon(() -> stream.feedData(bytes("y\n"))));
            assertThat(text(stream.readLine().await())).isEqualTo("y\n");
            assertThatIllegalStateException().isThrownBy(first::await).withMessageContaining("already waiting");
        });
    }

    // ---- flow control

    @Test
    void readingIsPausedAboveTwiceTheLimitAndResumedAtTheLimit() throws Exception {
        net(() -> {
            RecordingTransport transport = new RecordingTransport();
            StreamReader stream = new StreamReader(4);
            stream.setTransport(transport);
            stream.feedData(bytes("12345678"));
            assertThat(transport.calls).isEmpty();
            stream.feedData(bytes("9"));
            assertThat(transport.calls).containsExactly("pause");
            stream.read(4).await();
            assertThat(transport.calls).containsExactly("pause");
            stream.read(1).await();
            assertThat(transport.calls).containsExactly("pause", "resume");
        });
    }

    @Test
    void waitingResumesReadingSoThatMoreThanTheLimitCanBeRead() throws Exception {
        net(() -> {
            RecordingTransport transport = new RecordingTransport();
            StreamReader stream = new StreamReader(4);
            stream.setTransport(transport);
            stream.feedData(bytes("123456789"));
            Task<byte[]> read = spawn(stream.readExactly(12));
            tick();
            assertThat(transport.calls).containsExactly("pause", "resume");
            stream.feedData(bytes("012"));
            assertThat(text(read.await())).isEqualTo("123456789012");
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test___repr__",
            "test_streams.StreamTests.test___repr__nondefault_limit",
            "test_streams.StreamTests.test___repr__eof",
            "test_streams.StreamTests.test___repr__data",
            "test_streams.StreamTests.test___repr__exception",
            "test_streams.StreamTests.test___repr__waiter",
            "test_streams.StreamTests.test___repr__transport"})
    void textShowsWhatMatters() throws Exception {
        net(() -> {
            assertThat(fed(7, "abc")).hasToString("StreamReader[3 bytes, limit=7]");
            StreamReader stream = new StreamReader();
            stream.feedEof();
            assertThat(stream).hasToString("StreamReader[eof, limit=65536]");
        });
    }

    // ---- what asyncio's tests ask besides

    @Test
    @CPythonTest({"test_streams.StreamTests.test_streamreader_constructor_without_loop",
            "test_streams.StreamTests.test_streamreaderprotocol_constructor_without_loop"})
    void readersAndProtocolsAreMadeWhereALoopRuns() {
        assertThatIllegalStateException().isThrownBy(StreamReader::new).withMessageContaining("no running event loop");
        try (EventLoop loop = new EventLoop()) {
            StreamReader reader = new StreamReader(10, loop);
            assertThatIllegalStateException().isThrownBy(() -> new StreamReaderProtocol(reader))
                    .withMessageContaining("no running event loop");
        }
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_streamreader_constructor_use_running_loop",
            "test_streams.StreamTests.test_streamreaderprotocol_constructor_use_running_loop"})
    void readersAndProtocolsBelongToTheRunningLoop() throws Exception {
        net(() -> {
            StreamReader reader = new StreamReader();
            StreamReaderProtocol protocol = new StreamReaderProtocol(reader);
            EventLoop.running().callSoon(() -> protocol.dataReceived(bytes("x")));
            assertThat(reader.read(1).await()).isEqualTo(bytes("x"));
        });
    }

    @Test
    @CPythonTest("test_streams.StreamTests.test_readuntil_bytearray")
    void separatorIsTheCallersAgain() throws Exception {
        net(() -> {
            StreamReader reader = new StreamReader();
            byte[] separator = bytes("--");
            Coroutine<byte[]> chunk = reader.readUntil(separator);
            separator[0] = '!';
            reader.feedData(bytes("a--b"));
            assertThat(chunk.await()).isEqualTo(bytes("a--"));
        });
    }

    @Test
    @CPythonTest({"test_streams.StreamTests.test_IncompleteReadError_pickleable",
            "test_streams.StreamTests.test_LimitOverrunError_pickleable"})
    void failuresCanBeSerialized() throws Exception {
        IncompleteReadException incomplete = copy(new IncompleteReadException(bytes("abc"), 10));
        assertThat(incomplete.partial()).isEqualTo(bytes("abc"));
        assertThat(incomplete.expected()).isEqualTo(10);
        LimitOverrunException overrun = copy(new LimitOverrunException("message", 10));
        assertThat(overrun).hasMessage("message");
        assertThat(overrun.consumed()).isEqualTo(10);
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T original) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
