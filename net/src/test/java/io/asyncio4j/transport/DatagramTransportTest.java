package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.net;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatagramTransportTest {
    private static final SocketAddress THERE = MemoryDatagrams.THERE;
    private final MemoryDatagrams wire = new MemoryDatagrams();
    private final Hearer protocol = new Hearer();

    private static class Hearer implements DatagramProtocol {
        final List<String> heard = new ArrayList<>();

        @Override
        public void connectionMade(DatagramTransport transport) throws Exception {
            heard.add("made");
        }

        @Override
        public void datagramReceived(byte[] data, SocketAddress sender) throws Exception {
            heard.add(new String(data));
        }

        @Override
        public void errorReceived(IOException failure) throws Exception {
            heard.add("error " + failure.getMessage());
        }

        @Override
        public void pauseWriting() throws Exception {
            heard.add("pause");
        }

        @Override
        public void resumeWriting() throws Exception {
            heard.add("resume");
        }

        @Override
        public void connectionLost(Throwable failure) throws Exception {
            heard.add(failure == null ? "lost" : "lost by " + failure.getMessage());
        }
    }

    private DatagramTransport made(DatagramProtocol serving, boolean connected) throws Exception {
        DatagramDial.Opened socket =
                new DatagramDial.Opened(wire, connected ? MemoryDatagrams.THERE : null, connected);
        Future<Void> ready = new Future<>();
        DatagramTransport transport = SocketDatagramTransport.open(EventLoop.running(), socket, serving, ready);
        ready.await();
        return transport;
    }

    private DatagramTransport made() throws Exception {
        return made(protocol, false);
    }

    // ---- sending

    @Test
    @CPythonTest({"test_selector_events.SelectorDatagramTransportTests.test_sendto_bytearray",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_memoryview",
            "test_proactor_events.ProactorDatagramTransportTests.test_sendto"})
    void datagramsAreSentAtOnceWithTheirAddress() throws Exception {
        net(() -> {
            DatagramTransport free = made();
            free.sendTo(bytes("one"), THERE);
            assertThat(wire.sent).containsExactly("one to 2");
            assertThat(free.getWriteBufferSize()).isZero();
            DatagramTransport connected = made(new Hearer(), true);
            connected.sendTo(bytes("two"));
            connected.sendTo(bytes("three"), THERE);
            assertThat(wire.sent).containsExactly("one to 2", "two", "three");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorDatagramTransportTests.test_sendto_tryagain",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_buffer",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_buffer_bytearray",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_buffer_memoryview",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_ready",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_ready_tryagain",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_sendto_ready",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_sendto_ready_blocked",
            "test_proactor_events.ProactorDatagramTransportTests.test_sendto_buffer"})
    void whatIsNotTakenWaitsInOrderAndEachCountsEightMore() throws Exception {
        net(() -> {
            DatagramTransport transport = made();
            wire.room = 0;
            byte[] data = bytes("one");
            transport.sendTo(data, THERE);
            data[0] = 'X'; // it was copied
            transport.sendTo(bytes("two!"), THERE);
            assertThat(wire.calls).endsWith("await room");
            assertThat(transport.getWriteBufferSize()).isEqualTo(3 + 8 + 4 + 8);
            wire.makeRoom(1);
            tick();
            assertThat(wire.sent).containsExactly("one to 2");
            assertThat(transport.getWriteBufferSize()).isEqualTo(4 + 8);
            wire.makeRoom(0);
            tick();
            assertThat(transport.getWriteBufferSize()).isEqualTo(4 + 8);
            wire.makeRoom(5);
            tick();
            assertThat(wire.sent).containsExactly("one to 2", "two! to 2");
            assertThat(transport.getWriteBufferSize()).isZero();
            assertThat(wire.calls).endsWith("no more room");
        });
    }

    @Test
    @CPythonTest("test_proactor_events.ProactorDatagramTransportTests.test_sendto_buffer_nodata")
    void emptyDatagramsThatWaitCountToo() throws Exception {
        net(() -> {
            DatagramTransport transport = made();
            wire.room = 0;
            transport.sendTo(bytes(""), THERE);
            assertThat(transport.getWriteBufferSize()).isEqualTo(8);
            wire.makeRoom(1);
            tick();
            assertThat(wire.sent).containsExactly(" to 2");
            assertThat(transport.getWriteBufferSize()).isZero();
        });
    }

    @Test
    void protocolIsPausedAboveTheHighMarkAndResumedAtTheLowOne() throws Exception {
        net(() -> {
            DatagramTransport transport = made();
            assertThat(transport.getWriteBufferLimits()).isEqualTo(WriteBufferLimits.DEFAULT);
            transport.setWriteBufferLimits(new WriteBufferLimits(20, 40));
            wire.room = 0;
            transport.sendTo(new byte[12], THERE);
            transport.sendTo(new byte[12], THERE);
            assertThat(protocol.heard).containsExactly("made");
            transport.sendTo(new byte[12], THERE);
            assertThat(protocol.heard).containsExactly("made", "pause");
            wire.makeRoom(1);
            tick();
            assertThat(protocol.heard).containsExactly("made", "pause");
            wire.makeRoom(1);
            tick();
            assertThat(protocol.heard).containsExactly("made", "pause", "resume");
            transport.setWriteBufferLimits(new WriteBufferLimits(0, 0));
            assertThat(protocol.heard).endsWith("pause");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorDatagramTransportTests.test_sendto_ready_error_received",
            "test_selector_events.SelectorDatagramTransportTests.test_sendto_ready_error_received_connection",
            "test_proactor_events.ProactorDatagramTransportTests.test_sendto_error_received",
            "test_proactor_events.ProactorDatagramTransportTests.test__loop_writing_error_received"})
    void failureToSendIsTheProtocolsAndTheNextDatagramFollows() throws Exception {
        net(() -> {
            DatagramTransport transport = made();
            wire.nextFailure = new ConnectException("at once");
            transport.sendTo(bytes("one"), THERE);
            assertThat(protocol.heard).containsExactly("made", "error at once");
            assertThat(transport.isClosing()).isFalse();
            wire.room = 0;
            transport.sendTo(bytes("two"), THERE);
            transport.sendTo(bytes("three"), THERE);
            wire.nextFailure = new ConnectException("later");
            wire.makeRoom(5);
            tick();
            assertThat(protocol.heard).containsExactly("made", "error at once", "error later");
            assertThat(wire.sent).isEmpty();
            wire.makeRoom(5);
            tick();
            assertThat(wire.sent).containsExactly("three to 2");
        });
    }

    // ---- receiving

    @Test
    @CPythonTest({"test_selector_events.SelectorDatagramTransportTests.test_read_ready_tryagain",
            "test_proactor_events.BaseProactorEventLoopTests.test_datagram_loop_reading",
            "test_proactor_events.BaseProactorEventLoopTests.test_datagram_loop_reading_data"})
    void datagramsAndFailuresAreHeardInOrder() throws Exception {
        net(() -> {
            made();
            wire.arrive("one");
            wire.arrive(new ConnectException("refused"));
            wire.arrive("two");
            wire.listener.readable(); // of nothing
            tick();
            tick();
            assertThat(protocol.heard).containsExactly("made", "one", "error refused", "two");
        });
    }

    @Test
    void aFloodDoesNotKeepTheLoopFromOtherWork() throws Exception {
        net(() -> {
            made();
            for (int i = 0; i < 40; i++) {
                wire.arrive("x");
            }
            tick();
            assertThat(protocol.heard).hasSize(1 + 16);
            wire.listener.readable(); // as the next poll would tell
            tick();
            assertThat(protocol.heard).hasSize(1 + 32);
        });
    }

    @Test
    void failureOfErrorReceivedIsReported() throws Exception {
        net(() -> {
            DatagramTransport transport = made(new Hearer() {
                @Override
                public void errorReceived(IOException failure) {
                    throw new ArithmeticException("sum");
                }
            }, false);
            wire.arrive(new ConnectException("refused"));
            tick();
            assertThat(theReport().exception()).hasMessage("sum");
            assertThat(transport.isClosing()).isFalse();
        });
    }

    // ---- the end

    @Test
    @CPythonTest({"test_selector_events.SelectorDatagramTransportTests.test_sendto_ready_closing",
            "test_proactor_events.ProactorDatagramTransportTests.test__loop_writing_closing"})
    void closeSendsWhatWaitsFirst() throws Exception {
        net(() -> {
            DatagramTransport transport = made();
            wire.room = 0;
            transport.sendTo(bytes("one"), THERE);
            transport.close();
            assertThat(wire.calls).endsWith("stop");
            tick();
            assertThat(protocol.heard).containsExactly("made");
            transport.sendTo(bytes("two"), THERE);
            wire.makeRoom(2);
            tick();
            assertThat(wire.sent).containsExactly("one to 2", "two to 2");
            assertThat(protocol.heard).containsExactly("made", "lost");
            assertThat(wire.calls).endsWith("close");
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorDatagramTransportTests.test_sendto_ready_no_data")
    void roomForNothingChangesNothing() throws Exception {
        net(() -> {
            made();
            wire.makeRoom(1);
            tick();
            assertThat(wire.sent).isEmpty();
            assertThat(protocol.heard).containsExactly("made");
        });
    }

    @Test
    void abortDropsWhatWaits() throws Exception {
        net(() -> {
            DatagramTransport transport = made();
            wire.room = 0;
            transport.sendTo(bytes("one"), THERE);
            transport.abort();
            transport.abort();
            assertThat(transport.getWriteBufferSize()).isZero();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
            wire.makeRoom(5);
            tick();
            assertThat(wire.sent).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_protocols.ProtocolsAbsTests.test_datagram_protocol")
    void protocolOfStreamsIsRefusedAndTheDefaultsDoNothing() throws Exception {
        net(() -> {
            DatagramTransport transport = made();
            assertThatIllegalArgumentException().isThrownBy(() -> transport.setProtocol(new Recorder()))
                    .withMessageContaining("implement DatagramProtocol");
            DatagramProtocol silent = new DatagramProtocol() {
            };
            transport.setProtocol(silent);
            assertThat(transport.getProtocol()).isSameAs(silent);
            silent.connectionMade(transport);
            wire.arrive("one");
            wire.arrive(new ConnectException("refused"));
            silent.pauseWriting();
            silent.resumeWriting();
            transport.close();
            tick();
            assertThat(protocol.heard).containsExactly("made");
        });
    }
}
