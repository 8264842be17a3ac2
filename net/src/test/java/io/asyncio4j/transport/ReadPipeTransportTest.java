package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.net;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.net.posix.Posix;
import io.asyncio4j.net.posix.PosixException;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReadPipeTransportTest {
    private static final String PORT = "test_unix_events.UnixReadPipeTransportTests.";

    private final MemoryWire wire = new MemoryWire();
    private final Recorder protocol = new Recorder();
    private ReadPipeTransport transport;

    private void made(AsyncAction body) throws Exception {
        net(() -> {
            transport = new ReadPipeTransport(EventLoop.running(), PipeEnd.of(0), wire, protocol);
            transport.open(new Future<>());
            tick();
            body.run();
        });
    }

    @Test
    @CPythonTest(PORT + "test_ctor")
    void readingBeginsAfterConnectionMadeAndBeforeTheWaiter() throws Exception {
        net(() -> {
            Future<Void> waiter = new Future<>();
            transport = new ReadPipeTransport(EventLoop.running(), PipeEnd.of(0), wire, protocol);
            transport.open(waiter);
            assertThat(protocol.heard).isEmpty();
            waiter.await();
            assertThat(protocol.heard).containsExactly("made");
            assertThat(wire.calls).containsExactly("open", "read");
            assertThat(transport.getExtraInfo(ExtraInfo.PIPE)).hasToString("descriptor 0");
        });
    }

    @Test
    void pauseInConnectionMadeHoldsReadingBack() throws Exception {
        net(() -> {
            transport = new ReadPipeTransport(EventLoop.running(), PipeEnd.of(0), wire, new Recorder() {
                @Override
                public void connectionMade(Transport standing) {
                    standing.pauseReading();
                }
            });
            transport.open(new Future<>());
            tick();
            assertThat(wire.calls).containsExactly("open");
            transport.resumeReading();
            assertThat(wire.calls).containsExactly("open", "read");
        });
    }

    @Test
    @CPythonTest(PORT + "test__read_ready")
    void dataIsHandedOnInTheIterationInWhichItCame() throws Exception {
        made(() -> {
            wire.arrive("data");
            assertThat(protocol.heard).containsExactly("made");
            tick();
            assertThat(protocol.heard).containsExactly("made", "data");
        });
    }

    @Test
    @CPythonTest(PORT + "test__read_ready_eof")
    void endIsHeardOnceAndThenTheLoss() throws Exception {
        made(() -> {
            protocol.keepOpen = true; // of no effect: nothing can follow the end of a pipe
            wire.end();
            tick();
            assertThat(transport.isClosing()).isTrue();
            assertThat(wire.calls).containsExactly("open", "read", "pause", "pause");
            tick();
            assertThat(protocol.heard).containsExactly("made", "eof", "lost");
            assertThat(wire.calls).endsWith("close");
        });
    }

    @Test
    @CPythonTest(PORT + "test__read_ready_blocked")
    void wakeUpWithoutDataIsNoEnd() throws Exception {
        made(() -> {
            wire.listener.readable();
            tick();
            assertThat(protocol.heard).containsExactly("made");
            assertThat(transport.isReading()).isTrue();
        });
    }

    @Test
    @CPythonTest({PORT + "test__read_ready_error", PORT + "test__close",
            PORT + "test__call_connection_lost_with_err"})
    void failedReadIsReportedAndEndsTheTransport() throws Exception {
        made(() -> {
            IOException failure = new IOException("bad");
            wire.fail(failure);
            tick();
            assertThat(theReport().message()).isEqualTo("Fatal read error on pipe transport");
            tick();
            assertThat(protocol.lostBy).isSameAs(failure);
            assertThat(wire.calls).endsWith("close");
        });
    }

    @Test
    void terminalThatHasGoneEndsTheTransportWithoutReport() throws Exception {
        made(() -> {
            PosixException gone = new PosixException("read", Posix.EIO);
            wire.fail(gone);
            tick();
            tick();
            assertThat(protocol.lostBy).isSameAs(gone);
        });
    }

    @Test
    void whatDataReceivedThrowsIsReportedAndLeavesThePipeOpen() throws Exception {
        net(() -> {
            RuntimeException bad = new RuntimeException("bad");
            transport = new ReadPipeTransport(EventLoop.running(), PipeEnd.of(0), wire, new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    throw bad;
                }
            });
            transport.open(new Future<>());
            tick();
            wire.arrive("x");
            tick();
            assertThat(theReport().exception()).isSameAs(bad);
            assertThat(transport.isReading()).isTrue();
        });
    }

    @Test
    @CPythonTest({PORT + "test_pause_reading", PORT + "test_resume_reading"})
    void pausedTransportHandsNothingOn() throws Exception {
        made(() -> {
            transport.pauseReading();
            assertThat(transport.isReading()).isFalse();
            wire.arrive("data");
            tick();
            assertThat(protocol.heard).containsExactly("made");
            transport.resumeReading();
            wire.listener.readable();
            tick();
            assertThat(protocol.heard).containsExactly("made", "data");
        });
    }

    @Test
    @CPythonTest({PORT + "test_pause_reading_on_paused_pipe", PORT + "test_resume_reading_on_paused_pipe"})
    void pausingAndResumingTwiceIsHarmless() throws Exception {
        made(() -> {
            transport.pauseReading();
            transport.pauseReading();
            transport.resumeReading();
            transport.resumeReading();
            assertThat(wire.calls).containsExactly("open", "read", "pause", "read");
        });
    }

    @Test
    @CPythonTest({PORT + "test_pause_reading_on_closed_pipe", PORT + "test_resume_reading_on_closed_pipe"})
    void pausingAndResumingAClosedTransportDoesNothing() throws Exception {
        made(() -> {
            transport.close();
            transport.pauseReading();
            transport.resumeReading();
            tick();
            assertThat(wire.calls).containsExactly("open", "read", "pause", "close");
        });
    }

    @Test
    @CPythonTest({PORT + "test_close", PORT + "test_close_already_closing",
            PORT + "test__call_connection_lost"})
    void closingTwiceLosesTheConnectionOnce() throws Exception {
        made(() -> {
            transport.close();
            transport.close();
            transport.abort();
            tick();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
            assertThat(wire.calls).endsWith("close");
        });
    }

    @Test
    void closeForgetsDataThatWasOnItsWay() throws Exception {
        made(() -> {
            wire.arrive("data");
            transport.close();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
        });
    }

    @Test
    void sendingRefusesWithAHint() throws Exception {
        made(() -> {
            assertThatThrownBy(() -> transport.write(new byte[1]))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("write is not possible on this end of a pipe")
                    .hasMessageContaining("use the other end");
            assertThat(transport.canWriteEof()).isFalse();
            assertThatThrownBy(transport::writeEof).isInstanceOf(UnsupportedOperationException.class);
        });
    }

    @Test
    void protocolThatCannotReceiveIsRefused() throws Exception {
        net(() -> assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReadPipeTransport(EventLoop.running(), PipeEnd.of(0), wire,
                        new BaseProtocol() {
                        }))
                .withMessageContaining("implement Protocol"));
    }
}
