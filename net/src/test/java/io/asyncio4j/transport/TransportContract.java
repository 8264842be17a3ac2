package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.REPORTS;
import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.go;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.net.Net.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.net.Warnings;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Sleep;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.Recorder.Collector;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the transport of a stream does, whatever it is made of. A subclass says how two are connected and what they run on.
/// Of a pipe, which has one direction, the left end sends.
public abstract class TransportContract {
    private static final int MANY = 2 << 20;
    private static final double POLLING_SECONDS = 1e-4;

    private final Link link;

    protected TransportContract(Link link) {
        this.link = link;
    }

    /// Runs a program on a loop that this kind of connection works on.
    protected abstract void net(AsyncAction body) throws Exception;

    /// What a test does with both ends.
    private interface Body {
        void run(Transport left, Transport right) throws Exception;
    }

    private void connected(Recorder left, Recorder right, Body body) throws Exception {
        net(() -> {
            Link.Ends ends = link.connect(left, right);
            body.run(ends.left(), ends.right());
            ends.left().abort();
            ends.right().abort();
            until("both have lost the connection", () -> ends.left().isClosing() && ends.right().isClosing());
            ends.finish().run();
        });
    }

    private static byte[] pattern(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    /// Writes until the peer's system takes no more, while the peer does not read: what is buffered then stays. Sleeps, because
    /// a yield asks the kernel for nothing.
    private static void fill(Transport transport) throws Exception {
        long stuck = 0;
        for (int blocks = 0; stuck == 0; blocks++) {
            assertThat(blocks).as("blocks of 64 KiB before nothing goes on").isLessThan(1024);
            transport.write(new byte[64 * 1024]);
            stuck = transport.getWriteBufferSize();
            for (int i = 0; i < 20 && stuck > 0; i++) {
                Sleep.sleep(POLLING_SECONDS).await();
                stuck = transport.getWriteBufferSize() == stuck ? stuck : 0;
            }
        }
    }

    // ---- what arrives

    @Test
    void bytesArriveWholeAndInOrderHoweverTheyAreCut() throws Exception {
        Collector left = new Collector();
        Collector right = new Collector();
        connected(left, right, (here, there) -> {
            byte[] data = pattern(300_000);
            Random cuts = new Random(3);
            for (int at = 0; at < data.length;) {
                int size = Math.min(data.length - at, cuts.nextInt(1, 9000));
                switch (cuts.nextInt(3)) {
                    case 0 -> here.write(data, at, size);
                    case 1 -> here.write(ByteBuffer.wrap(data, at, size));
                    default -> here.writelines(List.of(Arrays.copyOfRange(data, at, at + size / 2),
                            Arrays.copyOfRange(data, at + size / 2, at + size)));
                }
                if (link.twoWay()) {
                    there.write(data, at, size);
                }
                at += size;
                if (cuts.nextInt(4) == 0) {
                    tick();
                }
            }
            byte[] back = link.twoWay() ? data : new byte[0];
            until("all has come", () -> left.got.size() >= back.length && right.got.size() >= data.length);
            assertThat(right.got.toByteArray()).isEqualTo(data);
            assertThat(left.got.toByteArray()).isEqualTo(back);
        });
    }

    @Test
    void eachSideHearsMadeDataEndAndLostInThisOrderAndOnce() throws Exception {
        Recorder left = new Recorder();
        Recorder right = new Recorder();
        connected(left, right, (here, there) -> {
            here.write(bytes("hello"));
            until("it has come", () -> right.heard.contains("hello"));
            if (link.twoWay()) {
                there.write(bytes("bye"));
                there.close();
            } else {
                here.close();
            }
            until("both have lost it", () -> left.hasLost() && right.hasLost());
            if (link.twoWay()) {
                assertThat(left.heard).containsExactly("made", "bye", "eof", "lost");
                assertThat(right.heard).startsWith("made", "hello").endsWith("lost");
            } else {
                assertThat(left.heard).containsExactly("made", "lost");
                assertThat(right.heard).containsExactly("made", "hello", "eof", "lost");
            }
            for (int i = 0; i < 5; i++) {
                here.close();
                there.abort();
                tick();
            }
            assertThat(left.heard).containsOnlyOnce("lost");
            assertThat(right.heard).containsOnlyOnce("lost");
        });
    }

    @Test
    void writingNothingDoesNothing() throws Exception {
        Recorder right = new Recorder();
        connected(new Recorder(), right, (here, _) -> {
            here.write(new byte[0]);
            here.write(ByteBuffer.allocate(0));
            here.writelines(List.of());
            assertThat(here.getWriteBufferSize()).isZero();
            here.write(bytes("x"));
            until("something has come", () -> right.heard.size() > 1);
            assertThat(right.heard).containsExactly("made", "x");
        });
    }

    @Test
    void arrayIsTheCallersAgainWhenWriteReturns() throws Exception {
        Collector right = new Collector();
        connected(new Recorder(), right, (here, there) -> {
            there.pauseReading();
            fill(here);
            byte[] own = bytes("first");
            here.write(own);
            own[0] = 'X';
            there.resumeReading();
            until("the last bytes have come", () -> right.got.toString().endsWith("irst"));
            assertThat(right.got.toString()).endsWith("first");
        });
    }

    // ---- flow control

    @Test
    void writerIsPausedAtItsHighMarkAndResumedAtItsLowMarkExactly() throws Exception {
        List<Long> resumedAt = new ArrayList<>();
        Recorder left = new Recorder() {
            @Override
            public void resumeWriting() throws Exception {
                super.resumeWriting();
                resumedAt.add(transport.getWriteBufferSize());
            }
        };
        Collector right = new Collector();
        connected(left, right, (here, there) -> {
            there.pauseReading();
            here.setWriteBufferLimits(WriteBufferLimits.high(1L << 30));
            fill(here);
            long low = 5000;
            long high = here.getWriteBufferSize() + 20_000;
            here.setWriteBufferLimits(new WriteBufferLimits(low, high));
            assertThat(here.getWriteBufferLimits()).isEqualTo(new WriteBufferLimits(low, high));
            for (int i = 0; !left.heard.contains("pause"); i++) {
                assertThat(i).isLessThan(100);
                here.write(new byte[997]);
                long size = here.getWriteBufferSize();
                boolean full = link.pausesAtTheMark() ? size >= high : size > high;
                assertThat(left.heard.contains("pause")).as("paused at %s", size).isEqualTo(full);
            }
            for (int i = 0; i < 20; i++) {
                tick();
            }
            here.write(new byte[10]);
            assertThat(left.heard).containsExactly("made", "pause");
            there.resumeReading();
            until("the writer is resumed", () -> left.heard.contains("resume"));
            assertThat(left.heard).containsExactly("made", "pause", "resume");
            assertThat(resumedAt).allMatch(size -> size <= low);
        });
    }

    @Test
    void limitsBelowWhatIsBufferedPauseAtOnce() throws Exception {
        Recorder left = new Recorder();
        connected(left, new Recorder(), (here, there) -> {
            there.pauseReading();
            here.setWriteBufferLimits(WriteBufferLimits.high(8 << 20));
            fill(here);
            assertThat(left.heard).containsExactly("made");
            here.setWriteBufferLimits(new WriteBufferLimits(0, 0));
            assertThat(left.heard).containsExactly("made", "pause");
        });
    }

    @Test
    void reporterOfAFullBufferMayThrowAndTheConnectionLivesOn() throws Exception {
        Collector right = new Collector();
        Recorder left = new Recorder() {
            @Override
            public void pauseWriting() {
                throw new ArithmeticException("pause");
            }

            @Override
            public void resumeWriting() {
                throw new ArithmeticException("resume");
            }
        };
        connected(left, right, (here, there) -> {
            there.pauseReading();
            fill(here);
            here.setWriteBufferLimits(new WriteBufferLimits(0, 0));
            assertThat(theReport().exception()).hasMessage("pause");
            int before = right.got.size();
            there.resumeReading();
            until("the failure is reported", () -> !REPORTS.isEmpty());
            assertThat(theReport().exception()).hasMessage("resume");
            assertThat(here.isClosing()).isFalse();
            until("bytes go on arriving", () -> right.got.size() > before);
        });
    }

    // ---- reading can be paused

    @Test
    void pausedTransportHandsNothingUpNotEvenTheEnd() throws Exception {
        Recorder right = new Recorder();
        connected(new Recorder(), right, (here, there) -> {
            assertThat(there.isReading()).isTrue();
            there.pauseReading();
            there.pauseReading();
            assertThat(there.isReading()).isFalse();
            here.write(bytes("held"));
            here.close();
            for (int i = 0; i < 30; i++) {
                tick();
            }
            assertThat(right.heard).containsExactly("made");
            there.resumeReading();
            there.resumeReading();
            assertThat(there.isReading()).isTrue();
            until("the connection is lost", right::hasLost);
            assertThat(right.heard).containsExactly("made", "held", "eof", "lost");
        });
    }

    @Test
    void protocolMayPauseInConnectionMadeAndInTheMiddle() throws Exception {
        Recorder right = new Recorder() {
            @Override
            public void connectionMade(Transport made) throws Exception {
                super.connectionMade(made);
                made.pauseReading();
            }

            @Override
            public void dataReceived(byte[] data) throws Exception {
                super.dataReceived(data);
                transport.pauseReading();
            }
        };
        connected(new Recorder(), right, (here, there) -> {
            here.write(bytes("one"));
            for (int i = 0; i < 30; i++) {
                tick();
            }
            assertThat(right.heard).containsExactly("made");
            there.resumeReading();
            until("the first has come", () -> right.heard.size() == 2);
            assertThat(there.isReading()).isFalse();
            here.write(bytes("two"));
            for (int i = 0; i < 30; i++) {
                tick();
            }
            assertThat(right.heard).containsExactly("made", "one");
            there.resumeReading();
            until("the second has come", () -> right.heard.size() == 3);
            assertThat(right.heard).containsExactly("made", "one", "two");
        });
    }

    @Test
    void closedTransportDoesNotRead() throws Exception {
        connected(new Recorder(), new Recorder(), (_, there) -> {
            there.close();
            assertThat(there.isReading()).isFalse();
            there.pauseReading();
            there.resumeReading();
            assertThat(there.isReading()).isFalse();
        });
    }

    // ---- the end

    @Test
    void endOfOneDirectionLeavesTheOtherOpenWhereThatIsPossible() throws Exception {
        Recorder left = new Recorder();
        Recorder right = new Recorder();
        right.keepOpen = link.halfCloses();
        connected(left, right, (here, there) -> {
            assertThat(here.canWriteEof()).isEqualTo(link.halfCloses());
            if (!link.halfCloses()) {
                assertThatThrownBy(here::writeEof).isInstanceOf(UnsupportedOperationException.class);
                return;
            }
            here.write(bytes("question"));
            here.writeEof();
            here.writeEof();
            if (!link.twoWay()) {
                until("both have lost it", () -> left.hasLost() && right.hasLost());
                assertThat(left.heard).containsExactly("made", "lost");
                assertThat(right.heard).containsExactly("made", "question", "eof", "lost");
                return;
            }
            assertThatIllegalStateException().isThrownBy(() -> here.write(bytes("more")))
                    .withMessageContaining("write came after writeEof()");
            until("the end has come", () -> right.heard.contains("eof"));
            assertThat(there.isClosing()).isFalse();
            there.write(bytes("answer"));
            until("the answer has come", () -> left.heard.contains("answer"));
            there.close();
            until("both have lost it", () -> left.hasLost() && right.hasLost());
            assertThat(left.heard).containsExactly("made", "answer", "eof", "lost");
            assertThat(right.heard).containsExactly("made", "question", "eof", "lost");
        });
    }

    @Test
    void endOfWritingComesBehindWhatIsBuffered() throws Exception {
        Collector right = new Collector();
        connected(new Recorder(), right, (here, there) -> {
            if (!link.halfCloses()) {
                return;
            }
            byte[] data = pattern(MANY);
            here.write(data);
            here.writeEof();
            until("the end has come", () -> right.heard.contains("eof"));
            assertThat(right.got.toByteArray()).isEqualTo(data);
        });
    }

    @Test
    void closeFlushesFirst() throws Exception {
        Collector right = new Collector();
        Recorder left = new Recorder();
        connected(left, right, (here, there) -> {
            byte[] data = pattern(MANY);
            there.pauseReading();
            fill(here);
            here.write(data);
            here.close();
            assertThat(here.isClosing()).isTrue();
            tick();
            tick();
            assertThat(left.hasLost()).isFalse();
            there.resumeReading();
            until("both have lost it", () -> left.hasLost() && right.hasLost());
            byte[] all = right.got.toByteArray();
            assertThat(Arrays.equals(all, all.length - data.length, all.length, data, 0, data.length)).isTrue();
            assertThat(left.lostBy).isNull();
            assertThat(here.getWriteBufferSize()).isZero();
        });
    }

    @Test
    void abortDropsWhatIsBuffered() throws Exception {
        Collector right = new Collector();
        Recorder left = new Recorder();
        connected(left, right, (here, there) -> {
            there.pauseReading();
            fill(here);
            here.write(new byte[8 << 20]);
            long unsent = here.getWriteBufferSize();
            assertThat(unsent).isPositive();
            here.abort();
            assertThat(left.hasLost()).as("never within the call").isFalse();
            until("it is lost here", left::hasLost);
            assertThat(left.lostBy).isNull();
            there.resumeReading();
            until("it is lost there", right::hasLost);
            assertThat(right.got.size()).isLessThan(8 << 20);
        });
    }

    @Test
    void writingAfterTheEndIsDroppedAndFromTheFifthTimeOnAWarning() throws Exception {
        Recorder left = new Recorder();
        connected(left, new Recorder(), (here, _) -> {
            here.abort();
            until("it is lost", left::hasLost);
            try (Warnings warnings = Warnings.of("io.asyncio4j")) {
                for (int i = 0; i < 12; i++) {
                    here.write(bytes("anybody?"));
                }
                assertThat(warnings.texts()).isNotEmpty().hasSizeLessThan(12)
                        .allMatch(text -> text.startsWith("write dropped"));
            }
            assertThat(left.heard).containsExactly("made", "lost");
        });
    }

    // ---- streams

    @Test
    void streamIsReadIntoMemoryOfTheReadersHoweverItIsCut() throws Exception {
        Streaming right = new Streaming();
        connected(new Recorder(), right, (here, _) -> {
            byte[] data = pattern(300_000);
            Task<Void> writing = go(() -> {
                Random cuts = new Random(5);
                for (int at = 0; at < data.length; tick()) {
                    int size = Math.min(data.length - at, cuts.nextInt(1, 40_000));
                    here.write(data, at, size);
                    at += size;
                }
                here.close();
            });
            List<ByteBuffer> memories = List.of(ByteBuffer.allocate(10_000), ByteBuffer.allocateDirect(50_000),
                    ByteBuffer.allocate(3000).slice(1000, 1500), ByteBuffer.allocate(1 << 20));
            Random offsets = new Random(6);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            int count;
            do {
                int from = offsets.nextInt(1000);
                ByteBuffer memory = memories.get(from % memories.size()).clear().position(from);
                count = right.reader.readInto(memory).await();
                assertThat(memory.position()).isEqualTo(from + count);
                byte[] part = new byte[count];
                memory.get(from, part);
                got.writeBytes(part);
            } while (count > 0);
            assertThat(got.toByteArray()).isEqualTo(data);
            assertThat(right.reader.atEof()).isTrue();
            assertThat(right.lent).as("a socket's transport receives there itself")
                    .isEqualTo(link.twoWay() && link.halfCloses());
            writing.await();
        });
    }

    @Test
    void cancelledReadIntoLeavesToTheNextReadWhatCameInTheSameIteration() throws Exception {
        Streaming right = new Streaming();
        connected(new Recorder(), right, (here, _) -> {
            for (int round = 0; round < 10; round++) {
                ByteBuffer memory = ByteBuffer.allocate(100).position(3);
                Task<Integer> read = spawn(right.reader.readInto(memory));
                right.whenSomethingHasCome = read::cancel;
                tick();
                here.write(bytes("round " + round + ";"));
                assertThatThrownBy(read::await).isInstanceOf(CancelledError.class);
                assertThat(memory.position()).isEqualTo(3);
                right.whenSomethingHasCome = () -> {
                };
                assertThat(right.reader.readUntil(";").await()).isEqualTo(bytes("round " + round + ";"));
            }
        });
    }

    @Test
    void protocolThatTakesOverFromOneThatWasToReceiveHearsWhatThereIs() throws Exception {
        Streaming right = new Streaming();
        connected(new Recorder(), right, (here, _) -> {
            Recorder.Collector next = new Recorder.Collector();
            ByteBuffer memory = ByteBuffer.allocate(100);
            Task<Integer> read = spawn(right.reader.readInto(memory));
            right.whenSomethingHasCome = () -> right.transport.setProtocol(next);
            tick();
            here.write(bytes("abc"));
            until("it has come", () -> memory.position() + next.got.size() == 3);
            here.write(bytes("def"));
            until("more has come", () -> memory.position() + next.got.size() == 6);
            assertThat(next.got.toString()).endsWith("def");
            read.cancel();
            right.transport.abort();
        });
    }

    @Test
    void readIntoThatIsCancelledAtAnyTimeLosesNothing() throws Exception {
        Streaming right = new Streaming();
        connected(new Recorder(), right, (here, _) -> {
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            byte[] data = pattern(4000);
            for (int at = 0; at < data.length; at += 100) {
                here.write(data, at, 100);
                byte[] memory = new byte[170];
                Task<Integer> read = spawn(right.reader.readInto(ByteBuffer.wrap(memory)));
                for (int ticks = 0; ticks < at / 100 % 8; ticks++) {
                    tick();
                }
                read.cancel();
                try {
                    got.write(memory, 0, read.await());
                } catch (CancelledError _) {
                    // and what has come by now is there still
                }
            }
            got.writeBytes(right.reader.readExactly(data.length - got.size()).await());
            assertThat(got.toByteArray()).isEqualTo(data);
        });
    }

    // ---- protocols

    @Test
    @CPythonTest({"test_sslproto.SslProtoHandshakeTests.test_set_new_app_protocol",
            "test_buffered_proto.BaseTestBufferedProtocol.test_buffered_proto_create_connection"})
    void protocolCanBeReplacedByOneThatGivesItsOwnMemory() throws Exception {
        Recorder right = new Recorder();
        connected(new Recorder(), right, (here, there) -> {
            assertThat(there.getProtocol() == right).isEqualTo(link.callsTheRecorder());
            here.write(bytes("first"));
            until("the first has come", () -> right.heard.contains("first"));
            StringBuilder got = new StringBuilder();
            List<String> heard = new ArrayList<>();
            ByteBuffer memory = ByteBuffer.allocate(7);
            BufferedProtocol next = new BufferedProtocol() {
                @Override
                public ByteBuffer getBuffer(int sizeHint) {
                    return memory.clear();
                }

                @Override
                public void bufferUpdated(int count) {
                    assertThat(count).isBetween(1, 7);
                    got.append(new String(memory.array(), 0, count));
                }

                @Override
                public boolean eofReceived() {
                    heard.add("eof");
                    return false;
                }

                @Override
                public void connectionLost(Throwable failure) {
                    heard.add("lost");
                }
            };
            if (!link.twoWay()) {
                assertThatIllegalArgumentException().isThrownBy(() -> there.setProtocol(next))
                        .withMessageContaining("implement Protocol");
                return;
            }
            there.setProtocol(next);
            assertThat(there.getProtocol()).isSameAs(next);
            here.write(bytes("the rest is longer than the memory"));
            here.close();
            until("it is lost", () -> heard.contains("lost"));
            assertThat(got).hasToString("the rest is longer than the memory");
            assertThat(heard).containsExactly("eof", "lost");
            assertThat(right.heard).containsExactly("made", "first");
        });
    }

    @Test
    void failureInConnectionMadeIsReportedAndTheConnectionLivesOn() throws Exception {
        Recorder left = new Recorder() {
            @Override
            public void connectionMade(Transport made) throws Exception {
                super.connectionMade(made);
                throw new ArithmeticException("made");
            }
        };
        Recorder right = new Recorder();
        connected(left, right, (here, _) -> {
            assertThat(theReport().exception()).hasMessage("made");
            here.write(bytes("hello"));
            until("it has come", () -> right.heard.contains("hello"));
        });
    }

    @Test
    void failureInDataReceivedIsReportedAndLosesTheConnectionButNotThePipe() throws Exception {
        Recorder right = new Recorder() {
            @Override
            public void dataReceived(byte[] data) {
                throw new ArithmeticException("data");
            }
        };
        connected(new Recorder(), right, (here, there) -> {
            here.write(bytes("hello"));
            if (!link.twoWay()) {
                until("it is reported", () -> !REPORTS.isEmpty());
                assertThat(theReport().exception()).hasMessage("data");
                assertThat(there.isClosing()).isFalse();
                return;
            }
            until("it is lost", right::hasLost);
            assertThat(theReport().exception()).hasMessage("data");
            assertThat(right.lostBy).hasMessage("data");
        });
    }

    @Test
    void failureInEofReceivedIsReportedAndLosesTheConnection() throws Exception {
        Recorder right = new Recorder() {
            @Override
            public boolean eofReceived() {
                throw new ArithmeticException("end");
            }
        };
        connected(new Recorder(), right, (here, _) -> {
            here.close();
            until("it is lost", right::hasLost);
            assertThat(theReport().exception()).hasMessage("end");
        });
    }

    @Test
    void memoryWithoutRoomIsReportedAndLosesTheConnection() throws Exception {
        Recorder right = new Recorder();
        connected(new Recorder(), right, (here, there) -> {
            if (!link.twoWay()) {
                return; // the end of a pipe that receives has a Protocol
            }
            Throwable[] lostBy = new Throwable[1];
            there.setProtocol(new BufferedProtocol() {
                @Override
                public ByteBuffer getBuffer(int sizeHint) {
                    return ByteBuffer.allocate(0);
                }

                @Override
                public void bufferUpdated(int count) {
                }

                @Override
                public void connectionLost(Throwable failure) {
                    lostBy[0] = failure;
                }
            });
            here.write(bytes("hello"));
            until("it is lost", () -> lostBy[0] != null);
            assertThat(lostBy[0]).hasMessageContaining("buffer without room");
            assertThat(theReport().exception()).isSameAs(lostBy[0]);
        });
    }

    @Test
    void failureInConnectionLostIsReported() throws Exception {
        Recorder left = new Recorder() {
            @Override
            public void connectionLost(Throwable failure) throws Exception {
                super.connectionLost(failure);
                throw new ArithmeticException("lost");
            }
        };
        connected(left, new Recorder(), (here, _) -> {
            here.close();
            until("it is lost", left::hasLost);
            tick();
            assertThat(theReport().exception()).hasMessage("lost");
        });
    }

    // ---- what is known

    @Test
    void addressesAreKnownAndOutliveTheConnection() throws Exception {
        Recorder left = new Recorder();
        connected(left, new Recorder(), (here, there) -> {
            assertThat(here.getExtraInfo(ExtraInfo.named("no such thing", String.class))).isNull();
            assertThat(here.getExtraInfo(ExtraInfo.named("no such thing", String.class), "default"))
                    .isEqualTo("default");
            if (link.hasAddresses()) {
                assertThat(here.getExtraInfo(ExtraInfo.PEERNAME)).isNotNull()
                        .isEqualTo(there.getExtraInfo(ExtraInfo.SOCKNAME));
            }
            here.abort();
            until("it is lost", left::hasLost);
            if (link.hasAddresses()) {
                assertThat(here.getExtraInfo(ExtraInfo.PEERNAME)).isNotNull();
            }
            assertThat(here.toString()).contains("clos");
        });
    }
}
