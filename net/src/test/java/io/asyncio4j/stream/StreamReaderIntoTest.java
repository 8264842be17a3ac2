package io.asyncio4j.stream;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.net;
import static io.asyncio4j.net.Net.spawn;
import static io.asyncio4j.net.Net.text;
import static io.asyncio4j.net.Net.tick;
import static io.asyncio4j.stream.StreamReaderTest.rest;
import static io.asyncio4j.stream.StreamReaderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.spi.Lender;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// `readInto`; docs/adr/0013 has the reasons.
class StreamReaderIntoTest {

    /// Has what has come until somebody receives it, as a socket does.
    private static final class Socket extends RecordingTransport implements Lender.Giver {
        final StreamReader stream;
        String there = "";
        boolean ended;
        int intoMemory;

        Socket(StreamReader stream) {
            this.stream = stream;
            stream.setTransport(this);
        }

        void comes(String data) {
            there += data;
            reported();
        }

        void ends() {
            ended = true;
            reported();
        }

        void reported() {
            if (!stream.comesForIt()) {
                giveNow();
            }
        }

        @Override
        public void giveNow() {
            ByteBuffer memory = stream.lend();
            if (memory != null && !there.isEmpty()) {
                int count = Math.min(memory.remaining(), there.length());
                memory.put(bytes(there.substring(0, count)));
                there = there.substring(count);
                intoMemory += count;
                stream.filled(count);
            }
            stream.feedData(bytes(there));
            there = "";
            if (ended) {
                stream.feedEof();
            }
        }

        @Override
        public void giveSoon() {
            calls.add("soon");
            EventLoop.running().callSoon(this::reported);
        }
    }

    private static String written(ByteBuffer memory) {
        return new String(memory.array(), 0, memory.position());
    }

    private interface Body {
        void run(Socket socket, ByteBuffer memory, Task<Integer> read) throws Exception;
    }

    /// Runs `body` while a coroutine waits in `readInto` with ten bytes of memory.
    private static void waiting(Body body) throws Exception {
        net(() -> {
            Socket socket = new Socket(new StreamReader());
            ByteBuffer memory = ByteBuffer.allocate(10);
            Task<Integer> read = spawn(socket.stream.readInto(memory));
            tick();
            body.run(socket, memory, read);
        });
    }

    // ---- what it gives

    @Test
    void itTakesWhatFitsAndLeavesTheRest() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            stream.feedData(bytes("abcdef"));
            ByteBuffer memory = ByteBuffer.allocate(10).position(1).limit(5);
            assertThat(stream.readInto(memory).await()).isEqualTo(4);
            assertThat(memory.array()).startsWith(0, 'a', 'b', 'c', 'd', 0);
            assertThat(memory.position()).isEqualTo(5);
            assertThat(stream.readInto(memory.clear()).await()).isEqualTo(2);
            assertThat(written(memory)).isEqualTo("ef");
        });
    }

    @Test
    void itWaitsAndGivesZeroAtTheEnd() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            ByteBuffer memory = ByteBuffer.allocate(10);
            Task<Integer> read = spawn(stream.readInto(memory));
            soon(() -> stream.feedData(bytes("fed")));
            assertThat(read.await()).isEqualTo(3);
            Task<Integer> last = spawn(stream.readInto(memory));
            soon(stream::feedEof);
            assertThat(last.await()).isZero();
            assertThat(stream.readInto(memory).await()).isZero();
            assertThat(written(memory)).isEqualTo("fed");
        });
    }

    @Test
    void memoryWithoutRoomDoesNotWait() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            assertThat(stream.readInto(ByteBuffer.allocate(0)).await()).isZero();
            stream.setException(new ArithmeticException());
            assertThatThrownBy(() -> stream.readInto(ByteBuffer.allocate(0)).await())
                    .isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    void memoryThatCannotBeWrittenToIsRefusedAtOnce() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stream.readInto(ByteBuffer.allocate(1).asReadOnlyBuffer()))
                    .withMessageStartingWith("readInto target is read-only");
        });
    }

    @Test
    void itRaisesWhatIsSetAlsoWhileItWaits() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Task<Integer> read = spawn(stream.readInto(ByteBuffer.allocate(10)));
            ArithmeticException failure = new ArithmeticException();
            soon(() -> stream.setException(failure));
            assertThatThrownBy(read::await).isSameAs(failure);
            assertThatThrownBy(() -> stream.readInto(ByteBuffer.allocate(10)).await()).isSameAs(failure);
        });
    }

    // ---- when it receives

    @Test
    void whatComesIsReceivedWhenTheCoroutineGoesOnAndNotBefore() throws Exception {
        waiting((socket, memory, read) -> {
            socket.comes("abc");
            assertThat(socket.there).isEqualTo("abc");
            assertThat(socket.stream.lend()).as("memory, before the coroutine goes on").isNull();
            assertThat(memory.position()).isZero();
            assertThat(read.await()).isEqualTo(3);
            assertThat(written(memory)).isEqualTo("abc");
            assertThat(socket.intoMemory).isEqualTo(3);
            assertThat(socket.stream.lend()).isNull();
        });
    }

    @Test
    void nobodyComesWhenNobodyWaitsOrAnotherKindOfReadDoes() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Socket socket = new Socket(stream);
            assertThat(stream.comesForIt()).isFalse();
            Task<byte[]> read = spawn(stream.read(10));
            tick();
            socket.comes("abc");
            assertThat(socket.there).isEmpty();
            assertThat(text(read.await())).isEqualTo("abc");
        });
    }

    @Test
    void whatIsMoreThanFitsIsLeftInTheStream() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Socket socket = new Socket(stream);
            ByteBuffer memory = ByteBuffer.allocate(6);
            Task<Integer> read = spawn(stream.readInto(memory));
            tick();
            socket.comes("abc");
            socket.comes("defg"); // while it is on its way
            assertThat(read.await()).isEqualTo(6);
            assertThat(written(memory)).isEqualTo("abcdef");
            assertThat(rest(stream)).isEqualTo("g");
        });
    }

    @Test
    void itTakesAsManyIterationsAsRead() throws Exception {
        net(() -> {
            StreamReader one = new StreamReader();
            StreamReader two = new StreamReader();
            Socket socket = new Socket(new StreamReader());
            Task<byte[]> read = spawn(one.read(10));
            Task<Integer> fed = spawn(two.readInto(ByteBuffer.allocate(10)));
            Task<Integer> received = spawn(socket.stream.readInto(ByteBuffer.allocate(10)));
            tick();
            one.feedData(bytes("x"));
            two.feedData(bytes("x"));
            socket.comes("x");
            for (boolean done : new boolean[]{false, true}) {
                assertThat(read.isDone()).isEqualTo(done);
                assertThat(fed.isDone()).isEqualTo(done);
                assertThat(received.isDone()).isEqualTo(done);
                tick();
            }
        });
    }

    @Test
    void coroutinesThatWaitMayShareMemory() throws Exception {
        net(() -> {
            Socket one = new Socket(new StreamReader());
            Socket two = new Socket(new StreamReader());
            ByteBuffer memory = ByteBuffer.allocate(10);
            StringBuilder got = new StringBuilder();
            for (Socket socket : new Socket[]{one, two}) {
                spawn(Coroutine.of(() -> {
                    ByteBuffer view = memory.duplicate();
                    while (socket.stream.readInto(view.clear()).await() > 0) {
                        got.append(written(view)).append(' ');
                    }
                    return null;
                }));
            }
            tick();
            for (int i = 0; i < 3; i++) {
                one.comes("one" + i);
                two.comes("two" + i);
                tick();
                tick();
            }
            one.ends();
            two.ends();
            tick();
            tick();
            assertThat(got).hasToString("one0 two0 one1 two1 one2 two2 ");
        });
    }

    @Test
    void anEndThatCameWithTheLastBytesIsSeenBehindThem() throws Exception {
        waiting((socket, memory, read) -> {
            socket.comes("abc");
            socket.ends();
            assertThat(socket.stream.atEof()).isFalse();
            assertThat(read.await()).isEqualTo(3);
            assertThat(socket.stream.readInto(memory).await()).isZero();
        });
    }

    @Test
    void itWaitsOnWhenThereWasNothingAfterAll() throws Exception {
        waiting((socket, _, read) -> {
            socket.reported();
            tick();
            tick();
            assertThat(read.isDone()).isFalse();
            socket.comes("abc");
            assertThat(read.await()).isEqualTo(3);
        });
    }

    @Test
    void itRaisesWhatIsSetWhileItIsOnItsWay() throws Exception {
        waiting((socket, _, read) -> {
            socket.reported();
            ArithmeticException failure = new ArithmeticException();
            socket.stream.setException(failure);
            assertThatThrownBy(read::await).isSameAs(failure);
        });
    }

    // ---- cancelled, and others that read

    @Test
    void cancelledOnItsWayItHasReceivedNothingAndAllIsGivenSoon() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader();
            Socket socket = new Socket(stream);
            ByteBuffer memory = ByteBuffer.allocate(10).position(2);
            Task<Integer> read = spawn(stream.readInto(memory));
            tick();
            socket.comes("abc");
            read.cancel();
            assertThatThrownBy(read::await).isInstanceOf(CancelledError.class);
            assertThat(memory.position()).isEqualTo(2);
            assertThat(memory.array()).containsOnly(0);
            assertThat(socket.calls).containsExactly("soon");
            tick();
            assertThat(socket.there).isEmpty();
            assertThat(rest(stream)).isEqualTo("abc");
        });
    }

    @Test
    void cancelledWhileItWaitsItLetsTheTransportReceive() throws Exception {
        waiting((socket, _, read) -> {
            read.cancel();
            socket.comes("abc");
            assertThat(socket.there).isEmpty();
            assertThatThrownBy(read::await).isInstanceOf(CancelledError.class);
            assertThat(socket.calls).isEmpty();
            assertThat(rest(socket.stream)).isEqualTo("abc");
        });
    }

    @Test
    void whoReadsInTheSameIterationFindsWhatAnotherIsOnItsWayFor() throws Exception {
        waiting((socket, memory, read) -> {
            socket.comes("abc");
            assertThat(text(socket.stream.read(2).await())).isEqualTo("ab");
            assertThat(text(socket.stream.read(10).await())).isEqualTo("c");
            tick();
            assertThat(read.isDone()).isFalse();
            socket.comes("de");
            assertThat(read.await()).isEqualTo(2);
            assertThat(written(memory)).isEqualTo("de");
        });
    }

    @Test
    void readerThatWaitsWhenACancelledOneGoesIsNotForgotten() throws Exception {
        waiting((socket, _, cancelled) -> {
            socket.comes("abc");
            cancelled.cancel();
            assertThat(text(socket.stream.read(10).await())).isEqualTo("abc");
            soon(() -> socket.comes("d")); // after the cancelled one has gone
            assertThat(text(socket.stream.read(10).await())).isEqualTo("d");
            assertThatThrownBy(cancelled::await).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void secondReaderIsRefusedAndTheFirstGoesOn() throws Exception {
        waiting((socket, _, first) -> {
            assertThatIllegalStateException().isThrownBy(() -> socket.stream.readInto(ByteBuffer.allocate(1)).await())
                    .withMessageStartingWith("readInto() called while another coroutine is already waiting");
            assertThatIllegalStateException().isThrownBy(() -> socket.stream.read(1).await());
            socket.comes("abc");
            assertThat(first.await()).isEqualTo(3);
            assertThat(socket.intoMemory).isEqualTo(3);
        });
    }

    @Test
    void whatIsPutBelowTheStreamGetsWhatNobodyHasReceived() throws Exception {
        waiting((socket, _, read) -> {
            socket.comes("abc");
            assertThat(text(socket.stream.takeBuffered())).isEqualTo("abc");
            read.cancel();
            assertThatThrownBy(read::await).isInstanceOf(CancelledError.class);
            assertThat(socket.calls).isEmpty();
        });
    }

    // ---- flow control

    @Test
    void itPausesAndResumesAsReadDoes() throws Exception {
        net(() -> {
            StreamReader stream = new StreamReader(4);
            Socket socket = new Socket(stream);
            Task<Integer> read = spawn(stream.readInto(ByteBuffer.allocate(100)));
            tick();
            socket.comes("123456789");
            assertThat(read.await()).isEqualTo(9);
            assertThat(socket.calls).isEmpty(); // nothing is buffered

            socket.comes("123456789");
            assertThat(socket.calls).containsExactly("pause");
            stream.readInto(ByteBuffer.allocate(4)).await();
            assertThat(socket.calls).containsExactly("pause");
            stream.readInto(ByteBuffer.allocate(1)).await();
            assertThat(socket.calls).containsExactly("pause", "resume");
        });
    }
}
