package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.net;
import static io.asyncio4j.net.Net.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class WritePipeTransportTest {
    private static final String PORT = "test_unix_events.UnixWritePipeTransportTests.";

    private final MemoryWire wire = new MemoryWire();
    private final Recorder protocol = new Recorder();
    private WritePipeTransport transport;

    private void made(AsyncAction body) throws Exception {
        net(() -> {
            transport = new WritePipeTransport(EventLoop.running(), PipeEnd.of(1), wire, protocol);
            transport.open(new Future<>());
            tick();
            body.run();
        });
    }

    @Test
    @CPythonTest(PORT + "test_ctor")
    void peerIsWatchedAfterConnectionMadeAndBeforeTheWaiter() throws Exception {
        net(() -> {
            Future<Void> waiter = new Future<>();
            transport = new WritePipeTransport(EventLoop.running(), PipeEnd.of(1), wire, protocol);
            transport.open(waiter);
            assertThat(protocol.heard).isEmpty();
            waiter.await();
            assertThat(protocol.heard).containsExactly("made");
            assertThat(wire.calls).containsExactly("open", "read");
        });
    }

    @Test
    @CPythonTest(PORT + "test_can_write_eof")
    void endCanBeWritten() throws Exception {
        made(() -> assertThat(transport.canWriteEof()).isTrue());
    }

    @Test
    @CPythonTest({PORT + "test_write", PORT + "test_write_no_data"})
    void dataGoesAtOnceAndNothingIsNoWrite() throws Exception {
        made(() -> {
            transport.write(bytes("data"));
            transport.write(bytes(""));
            assertThat(wire.sent).hasToString("data");
            assertThat(transport.getWriteBufferSize()).isZero();
        });
    }

    @Test
    @CPythonTest({PORT + "test_write_partial", PORT + "test_write_buffer", PORT + "test_write_again",
            PORT + "test__write_ready", PORT + "test__write_ready_partial",
            PORT + "test__write_ready_again"})
    void whatIsNotTakenWaitsAndFollows() throws Exception {
        made(() -> {
            wire.room = 2;
            transport.write(bytes("data"));
            transport.write(ByteBuffer.wrap(bytes("-more")));
            transport.writelines(List.of(bytes("-and"), bytes("-lines")));
            assertThat(wire.sent).hasToString("da");
            assertThat(transport.getWriteBufferSize()).isEqualTo(17);
            wire.drain(1);
            assertThat(transport.getWriteBufferSize()).isEqualTo(16);
            wire.drain(16);
            tick();
            assertThat(wire.sent).hasToString("data-more-and-lines");
            assertThat(transport.isClosing()).isFalse();
        });
    }

    @Test
    void protocolIsPausedAboveTheHighMarkAndResumedAtTheLowOne() throws Exception {
        made(() -> {
            wire.room = 0;
            transport.setWriteBufferLimits(new WriteBufferLimits(2, 4));
            transport.write(bytes("1234"));
            assertThat(protocol.heard).containsExactly("made");
            transport.write(bytes("5"));
            assertThat(protocol.heard).containsExactly("made", "pause");
            wire.drain(2);
            tick();
            assertThat(protocol.heard).containsExactly("made", "pause");
            wire.drain(1);
            tick();
            assertThat(protocol.heard).containsExactly("made", "pause", "resume");
            transport.abort();
        });
    }

    @Test
    @CPythonTest({PORT + "test_write_err", PORT + "test__write_ready_err",
            PORT + "test__call_connection_lost_with_err"})
    void failedWriteEndsTheTransportWithoutReportAndLaterOnesAreDropped() throws Exception {
        made(() -> {
            IOException failure = new IOException("bad");
            wire.failSends(failure);
            transport.write(bytes("data"));
            assertThat(transport.isClosing()).isTrue();
            for (int i = 0; i < 6; i++) {
                transport.write(bytes("more"));
            }
            tick();
            assertThat(protocol.lostBy).isSameAs(failure);
            assertThat(wire.calls).endsWith("close");
            assertThat(protocol.heard).containsExactly("made", "lost by bad");
        });
    }

    @Test
    @CPythonTest(PORT + "test_write_close")
    void writingAfterThePeerHasGoneDropsTheData() throws Exception {
        made(() -> {
            wire.listener.readable();
            tick();
            transport.write(bytes("data"));
            assertThat(wire.sent.size()).isZero();
            tick();
        });
    }

    @Test
    @CPythonTest({PORT + "test__read_ready", PORT + "test__call_connection_lost"})
    void peerThatStopsReadingEndsAnIdleTransportInOrder() throws Exception {
        made(() -> {
            wire.listener.readable();
            wire.listener.readable();
            tick();
            assertThat(transport.isClosing()).isTrue();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
        });
    }

    @Test
    void peerThatStopsReadingBreaksATransportWithUnsentBytes() throws Exception {
        made(() -> {
            wire.room = 0;
            transport.write(bytes("data"));
            transport.close();
            wire.listener.readable();
            tick();
            tick();
            assertThat(protocol.lostBy).isInstanceOf(BrokenPipeException.class)
                    .hasMessageContaining("4 bytes were not sent");
        });
    }

    @Test
    @CPythonTest(PORT + "test__write_ready_closing")
    void closingTransportFlushesAndIsLostInTheSameCallback() throws Exception {
        made(() -> {
            wire.room = 0;
            transport.write(bytes("data"));
            transport.close();
            tick();
            assertThat(protocol.heard).containsExactly("made");
            wire.drain(4);
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
            assertThat(wire.sent).hasToString("data");
        });
    }

    @Test
    @CPythonTest(PORT + "test_abort")
    void abortDropsWhatIsUnsent() throws Exception {
        made(() -> {
            wire.room = 0;
            transport.write(bytes("data"));
            transport.abort();
            assertThat(transport.getWriteBufferSize()).isZero();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
            assertThat(wire.sent.size()).isZero();
        });
    }

    @Test
    @CPythonTest({PORT + "test_close", PORT + "test_close_closing", PORT + "test_write_eof"})
    void closeAndEndOfStreamAreTheSame() throws Exception {
        made(() -> {
            transport.writeEof();
            assertThat(transport.isClosing()).isTrue();
            transport.close();
            transport.writeEof();
            tick();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
            assertThat(wire.calls).doesNotContain("shutdown").endsWith("close");
        });
    }

    @Test
    @CPythonTest(PORT + "test_write_eof_pending")
    void endOfStreamWaitsForWhatIsUnsent() throws Exception {
        made(() -> {
            wire.room = 0;
            transport.write(bytes("data"));
            transport.writeEof();
            tick();
            assertThat(transport.isClosing()).isTrue();
            assertThat(protocol.heard).containsExactly("made");
            transport.abort();
            tick();
        });
    }

    @Test
    void receivingRefusesWithAHint() throws Exception {
        made(() -> {
            assertThat(transport.isReading()).isFalse();
            assertThatThrownBy(transport::pauseReading).isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("use the other end");
            assertThatThrownBy(transport::resumeReading).isInstanceOf(UnsupportedOperationException.class);
        });
    }
}
