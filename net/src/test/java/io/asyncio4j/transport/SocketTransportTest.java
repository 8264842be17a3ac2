package io.asyncio4j.transport;

import static io.asyncio4j.net.Net.REPORTS;
import static io.asyncio4j.net.Net.bytes;
import static io.asyncio4j.net.Net.net;
import static io.asyncio4j.net.Net.theReport;
import static io.asyncio4j.net.Net.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.loop.KeyboardInterrupt;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.task.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketTransportTest {
    private final MemoryWire wire = new MemoryWire();
    private final Recorder protocol = new Recorder();

    private SocketTransport made(BaseProtocol serving) throws Exception {
        SocketTransport transport = SocketTransport.open(EventLoop.running(), wire, serving, null, null);
        tick();
        return transport;
    }

    private SocketTransport made() throws Exception {
        return made(protocol);
    }

    // ---- the beginning

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_ctor",
            "test_selector_events.SelectorSocketTransportTests.test_ctor_with_waiter"})
    void readingBeginsAfterConnectionMadeAndBeforeTheWaiter() throws Exception {
        net(() -> {
            List<String> order = new ArrayList<>();
            Future<Void> waiter = new Future<>();
            waiter.addDoneCallback(_ -> order.addAll(wire.calls));
            SocketTransport transport = SocketTransport.open(EventLoop.running(), wire, new Recorder() {
                @Override
                public void connectionMade(Transport standing) {
                    order.add("made");
                    assertThat(wire.calls).isEmpty();
                }
            }, null, waiter);
            assertThat(order).isEmpty();
            waiter.await();
            tick();
            assertThat(order).containsExactly("made", "open", "read");
            assertThat(transport.isReading()).isTrue();
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportTests.test_pause_reading_connection_made")
    void protocolMayPauseInConnectionMade() throws Exception {
        net(() -> {
            SocketTransport transport = made(new Recorder() {
                @Override
                public void connectionMade(Transport standing) {
                    standing.pauseReading();
                }
            });
            assertThat(wire.calls).containsExactly("open");
            transport.resumeReading();
            assertThat(wire.calls).containsExactly("open", "read");
        });
    }

    @Test
    void failureInConnectionMadeIsReportedAndTheConnectionLivesOn() throws Exception {
        net(() -> {
            SocketTransport transport = made(new Recorder() {
                @Override
                public void connectionMade(Transport standing) {
                    throw new ArithmeticException("sum");
                }
            });
            assertThat(theReport().exception()).hasMessage("sum");
            assertThat(transport.isReading()).isTrue();
        });
    }

    @Test
    void protocolOfDatagramsIsRefused() throws Exception {
        net(() -> assertThatIllegalArgumentException().isThrownBy(() -> made(new BaseProtocol() {
        })).withMessageContaining("implement Protocol or BufferedProtocol"));
    }

    @Test
    void callbacksRunInTheContextOfTheMakingAndDoNotChangeIt() throws Exception {
        net(() -> {
            ContextVar<String> name = ContextVar.of("name");
            name.set("maker");
            List<String> seen = new ArrayList<>();
            SocketTransport transport = made(new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    seen.add(name.get());
                    name.set("callback");
                }
            });
            name.set("later");
            wire.arrive("x");
            tick();
            wire.arrive("y");
            tick();
            assertThat(seen).containsExactly("maker", "callback");
            assertThat(name.get()).isEqualTo("later");
            transport.abort();
        });
    }

    // ---- receiving

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_read_ready",
            "test_selector_events.SelectorSocketTransportTests.test_read_ready_eof"})
    void dataThenEndThenLost() throws Exception {
        net(() -> {
            made();
            wire.arrive("one");
            wire.arrive("two");
            wire.end();
            tick();
            assertThat(protocol.heard).containsExactly("made", "one", "two", "eof");
            assertThat(protocol.transport.isClosing()).isTrue();
            tick();
            assertThat(protocol.heard).containsExactly("made", "one", "two", "eof", "lost");
            assertThat(wire.calls).containsExactly("open", "read", "close");
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportTests.test_read_ready_eof_keep_open")
    void protocolMayKeepTheWritingSideOpen() throws Exception {
        net(() -> {
            protocol.keepOpen = true;
            SocketTransport transport = made();
            wire.end();
            tick();
            tick();
            assertThat(protocol.heard).containsExactly("made", "eof");
            assertThat(wire.calls).containsExactly("open", "read", "pause");
            transport.write(bytes("answer"));
            assertThat(wire.sent).hasToString("answer");
            transport.close();
            tick();
            assertThat(protocol.heard).containsExactly("made", "eof", "lost");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_pause_resume_reading",
            "test_selector_events.SelectorTransportTests.test__add_reader"})
    void pausedTransportHoldsBackWhatHasArrived() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            transport.pauseReading();
            transport.pauseReading();
            assertThat(transport.isReading()).isFalse();
            wire.arrive("one");
            tick();
            assertThat(protocol.heard).containsExactly("made");
            transport.resumeReading();
            transport.resumeReading();
            assertThat(transport.isReading()).isTrue();
            tick();
            assertThat(protocol.heard).containsExactly("made", "one");
            assertThat(wire.calls).containsExactly("open", "read", "pause", "read");
            transport.close();
            assertThat(transport.isReading()).isFalse();
            transport.pauseReading();
            transport.resumeReading();
            tick();
            assertThat(wire.calls).containsExactly("open", "read", "pause", "read", "close");
        });
    }

    @Test
    void pausingInTheMiddleHoldsBackTheRest() throws Exception {
        net(() -> {
            List<String> got = new ArrayList<>();
            SocketTransport transport = made(new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    got.add(new String(data));
                    transport.pauseReading();
                }
            });
            wire.arrive("one");
            wire.arrive("two");
            tick();
            tick();
            assertThat(got).containsExactly("one");
            transport.resumeReading();
            tick();
            assertThat(got).containsExactly("one", "two");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_read_ready_err",
            "test_selector_events.SelectorSocketTransportTests.test_read_ready_conn_reset",
            "test_selector_events.SelectorTransportTests.test_fatal_error"})
    void failedReadLosesTheConnectionWithoutAReport() throws Exception {
        net(() -> {
            made();
            IOException reset = new ConnectionResetException("reset");
            wire.arrive("last");
            wire.fail(reset);
            tick();
            tick();
            assertThat(protocol.heard).containsExactly("made", "last", "lost by reset");
            assertThat(protocol.lostBy).isSameAs(reset);
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_data_received_error",
            "test_selector_events.SelectorTransportTests.test_fatal_error_custom_exception"})
    void failureInDataReceivedIsReportedAndLosesTheConnection() throws Exception {
        net(() -> {
            Recorder failing = new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    throw new ArithmeticException("sum");
                }
            };
            SocketTransport transport = made(failing);
            wire.arrive("x");
            wire.arrive("never seen");
            tick();
            tick();
            var report = theReport();
            assertThat(report.message()).isEqualTo("Fatal error: protocol.dataReceived() call failed.");
            assertThat(report.get("transport")).isSameAs(transport);
            assertThat(report.get("protocol")).isSameAs(failing);
            assertThat(failing.heard).containsExactly("made", "lost by sum");
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportTests.test_read_eof_received_error")
    void failureInEofReceivedIsReportedAndLosesTheConnection() throws Exception {
        net(() -> {
            Recorder failing = new Recorder() {
                @Override
                public boolean eofReceived() {
                    throw new ArithmeticException("sum");
                }
            };
            made(failing);
            wire.end();
            tick();
            tick();
            assertThat(theReport().message()).isEqualTo("Fatal error: protocol.eofReceived() call failed.");
            assertThat(failing.heard).containsExactly("made", "lost by sum");
        });
    }

    @Test
    void interruptInACallbackLeavesTheLoop() {
        assertThatThrownBy(() -> net(() -> {
            made(new Recorder() {
                @Override
                public void dataReceived(byte[] data) {
                    throw new KeyboardInterrupt();
                }
            });
            wire.arrive("x");
            new Future<Void>().await();
        })).isInstanceOf(KeyboardInterrupt.class);
    }

    // ---- buffered protocols

    private static class Buffered implements BufferedProtocol {
        final List<String> heard = new ArrayList<>();
        final ByteBuffer buffer = ByteBuffer.allocate(4);

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            heard.add("hint " + sizeHint);
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            heard.add(new String(buffer.array(), 0, count));
        }

        @Override
        public void connectionLost(Throwable failure) {
            heard.add(failure == null ? "lost" : "lost by " + failure.getMessage());
        }
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_read_ready")
    void bufferedProtocolIsFilledPieceByPiece() throws Exception {
        net(() -> {
            Buffered buffered = new Buffered();
            made(buffered);
            wire.arrive("abcdef");
            tick();
            assertThat(buffered.heard).containsExactly("hint 6", "abcd", "hint 2", "ef");
            wire.end();
            tick();
            tick();
            assertThat(buffered.heard).endsWith("lost");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_get_buffer_error",
            "test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_get_buffer_zerosized"})
    void bufferWithoutRoomIsAnError() throws Exception {
        net(() -> {
            made(new Buffered() {
                @Override
                public ByteBuffer getBuffer(int sizeHint) {
                    return ByteBuffer.allocate(0);
                }
            });
            wire.arrive("x");
            tick();
            tick();
            var report = theReport();
            assertThat(report.message()).isEqualTo("Fatal error: protocol.getBuffer() call failed.");
            assertThat(report.exception()).hasMessageContaining("without room");
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_buffer_updated_error")
    void failureInBufferUpdatedIsReportedAndLosesTheConnection() throws Exception {
        net(() -> {
            Buffered failing = new Buffered() {
                @Override
                public void bufferUpdated(int count) {
                    throw new ArithmeticException("sum");
                }
            };
            made(failing);
            wire.arrive("x");
            tick();
            tick();
            assertThat(theReport().message()).isEqualTo("Fatal error: protocol.bufferUpdated() call failed.");
            assertThat(failing.heard).endsWith("lost by sum");
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_proto_type_switch")
    void switchingTheProtocolSwitchesHowItIsFed() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            wire.arrive("one");
            tick();
            Buffered buffered = new Buffered();
            transport.setProtocol(buffered);
            assertThat(transport.getProtocol()).isSameAs(buffered);
            wire.arrive("two");
            tick();
            assertThat(protocol.heard).containsExactly("made", "one");
            assertThat(buffered.heard).containsExactly("hint 3", "two");
        });
    }

    // ---- sending

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_write",
            "test_selector_events.SelectorSocketTransportTests.test_write_memoryview",
            "test_selector_events.SelectorSocketTransportTests.test_write_no_data",
            "test_selector_events.SelectorSocketTransportTests.test_write_bytearray",
            "test_selector_events.SelectorSocketTransportTests.test_writelines_send_full",
            "test_selector_events.SelectorSocketTransportTests.test_writelines_sendmsg_full",
            "test_transports.TransportTests.test_writelines"})
    void writeSendsAtOnce() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            transport.write(bytes("one "));
            transport.write(bytes("-two-"), 1, 3);
            ByteBuffer buffer = ByteBuffer.wrap(bytes(" three"));
            transport.write(buffer);
            transport.write(new byte[0]);
            transport.writelines(List.of(bytes(" four"), bytes(" five")));
            assertThat(wire.sent).hasToString("one two three four five");
            assertThat(buffer.hasRemaining()).isFalse();
            assertThat(transport.getWriteBufferSize()).isZero();
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_write_partial",
            "test_selector_events.SelectorSocketTransportTests.test_write_buffer",
            "test_selector_events.SelectorSocketTransportTests.test_write_ready_partial",
            "test_selector_events.SelectorSocketTransportTests.test_write_tryagain",
            "test_selector_events.SelectorSocketTransportTests.test_write_ready",
            "test_selector_events.SelectorSocketTransportTests.test_write_ready_tryagain"})
    void whatIsNotTakenIsBufferedAndCounted() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            wire.room = 2;
            transport.write(bytes("data"));
            assertThat(transport.getWriteBufferSize()).isEqualTo(2);
            transport.write(bytes("more"));
            assertThat(transport.getWriteBufferSize()).isEqualTo(6);
            wire.drain(6);
            assertThat(wire.sent).hasToString("datamore");
            assertThat(transport.getWriteBufferSize()).isZero();
        });
    }

    @Test
    void protocolIsPausedAboveTheHighMarkAndResumedAtTheLowOne() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            transport.setWriteBufferLimits(new WriteBufferLimits(2, 4));
            wire.room = 0;
            transport.write(bytes("1234"));
            assertThat(protocol.heard).containsExactly("made");
            transport.write(bytes("5"));
            assertThat(protocol.heard).containsExactly("made", "pause");
            transport.write(bytes("6"));
            wire.drain(3);
            tick();
            assertThat(protocol.heard).containsExactly("made", "pause");
            wire.drain(1);
            tick();
            assertThat(protocol.heard).containsExactly("made", "pause", "resume");
        });
    }

    @Test
    @CPythonTest("test_transports.TransportTests.test_flowcontrol_mixin_set_write_limits")
    void limitsHaveAsynciosDefaultsAndOrder() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            assertThat(transport.getWriteBufferLimits()).isEqualTo(new WriteBufferLimits(16 * 1024, 64 * 1024));
            assertThat(WriteBufferLimits.high(400)).isEqualTo(new WriteBufferLimits(100, 400));
            assertThat(WriteBufferLimits.low(60)).isEqualTo(new WriteBufferLimits(60, 240));
            assertThatIllegalArgumentException().isThrownBy(() -> new WriteBufferLimits(2, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> new WriteBufferLimits(-1, 1));
            wire.room = 0;
            transport.write(bytes("12345"));
            assertThat(protocol.heard).containsExactly("made");
            transport.setWriteBufferLimits(WriteBufferLimits.high(4));
            assertThat(protocol.heard).containsExactly("made", "pause");
        });
    }

    @Test
    void failuresInPauseAndResumeAreReported() throws Exception {
        net(() -> {
            SocketTransport transport = made(new Recorder() {
                @Override
                public void pauseWriting() {
                    throw new ArithmeticException("pause");
                }

                @Override
                public void resumeWriting() {
                    throw new ArithmeticException("resume");
                }
            });
            transport.setWriteBufferLimits(new WriteBufferLimits(0, 0));
            wire.room = 0;
            transport.write(bytes("x"));
            assertThat(theReport().message()).isEqualTo("protocol.pauseWriting() failed");
            wire.drain(1);
            tick();
            assertThat(theReport().message()).isEqualTo("protocol.resumeWriting() failed");
            assertThat(transport.isClosing()).isFalse();
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_write_exception",
            "test_selector_events.SelectorSocketTransportTests.test_write_ready_exception"})
    void failedWriteLosesTheConnectionLater() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            wire.failSends(new BrokenPipeException("pipe"));
            transport.write(bytes("x"));
            assertThat(protocol.heard).containsExactly("made");
            assertThat(transport.isClosing()).isTrue();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost by pipe");
            for (int i = 0; i < 10; i++) {
                transport.write(bytes("dropped"));
            }
            assertThat(wire.sent.size()).isZero();
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_write_eof",
            "test_selector_events.SelectorSocketTransportTests.test_write_eof_buffer"})
    void endOfWritingComesBehindWhatWasWritten() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            assertThat(transport.canWriteEof()).isTrue();
            wire.room = 0;
            transport.write(bytes("data"));
            transport.writeEof();
            transport.writeEof();
            assertThat(wire.calls).doesNotContain("shutdown");
            assertThatIllegalStateException().isThrownBy(() -> transport.write(bytes("x")));
            assertThatIllegalStateException().isThrownBy(() -> transport.writelines(List.of(bytes("x"))));
            wire.drain(4);
            tick();
            assertThat(wire.calls).containsExactly("open", "read", "shutdown");
            assertThat(transport.isClosing()).isFalse();
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportTests.test_write_eof_after_close")
    void endOfWritingAfterCloseDoesNothing() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            transport.close();
            transport.writeEof();
            tick();
            assertThat(wire.calls).containsExactly("open", "read", "close");
        });
    }

    // ---- the end

    @Test
    @CPythonTest({"test_selector_events.SelectorTransportTests.test_close",
            "test_selector_events.SelectorTransportTests.test_connection_lost"})
    void closeTellsTheProtocolInTheNextIterationAndOnce() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            transport.close();
            transport.close();
            assertThat(transport.isClosing()).isTrue();
            assertThat(protocol.heard).containsExactly("made");
            wire.arrive("too late");
            tick();
            transport.close();
            transport.abort();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
            assertThat(wire.calls).containsExactly("open", "read", "close");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorTransportTests.test_close_write_buffer",
            "test_selector_events.SelectorSocketTransportTests.test_write_ready_closing"})
    void closeFlushesFirst() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            wire.room = 0;
            transport.write(bytes("data"));
            transport.close();
            tick();
            assertThat(protocol.heard).containsExactly("made");
            assertThat(wire.calls).containsExactly("open", "read", "pause");
            wire.drain(2);
            tick();
            assertThat(protocol.heard).containsExactly("made");
            transport.write(bytes("more"));
            wire.drain(6);
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
            assertThat(wire.sent).hasToString("datamore");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorTransportTests.test_abort",
            "test_selector_events.SelectorTransportTests.test_force_close"})
    void abortDropsWhatIsBuffered() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            wire.room = 0;
            transport.write(bytes("data"));
            transport.close();
            transport.abort();
            transport.abort();
            assertThat(transport.getWriteBufferSize()).isZero();
            tick();
            tick();
            assertThat(protocol.heard).containsExactly("made", "lost");
            assertThat(wire.sent.size()).isZero();
        });
    }

    @Test
    void failureInConnectionLostIsReportedAndTheWireClosed() throws Exception {
        net(() -> {
            SocketTransport transport = made(new Recorder() {
                @Override
                public void connectionLost(Throwable failure) {
                    throw new ArithmeticException("sum");
                }
            });
            transport.close();
            tick();
            assertThat(theReport().exception()).hasMessage("sum");
            assertThat(wire.calls).endsWith("close");
            assertThat(REPORTS).isEmpty();
        });
    }

    @Test
    @CPythonTest("test_transports.TransportTests.test_get_extra_info")
    void extraInfoOutlivesTheConnection() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            transport.close();
            tick();
            assertThat(transport.getExtraInfo(ExtraInfo.PEERNAME)).hasToString("/127.0.0.1:2");
            assertThat(transport.getExtraInfo(ExtraInfo.SOCKNAME)).hasToString("/127.0.0.1:1");
            assertThat(transport.getExtraInfo(ExtraInfo.SOCKET)).isNotNull();
            ExtraInfo<String> unknown = ExtraInfo.named("unknown", String.class);
            assertThat(transport.getExtraInfo(unknown)).isNull();
            assertThat(transport.getExtraInfo(unknown, "default")).isEqualTo("default");
            assertThat(transport)
                    .hasToString("SocketTransport[closed, local=/127.0.0.1:1, peer=/127.0.0.1:2, unsent=0]");
        });
    }

    // ---- more of the above, for buffered protocols and after the end

    private class FilledRecorder extends Recorder implements BufferedProtocol {
        @Override
        public void connectionMade(Transport made) throws Exception {
            super.connectionMade(made);
        }

        @Override
        public boolean eofReceived() throws Exception {
            return super.eofReceived();
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return ByteBuffer.allocate(sizeHint);
        }

        @Override
        public void bufferUpdated(int count) {
            heard.add("filled " + count);
        }
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_ctor",
            "test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_read_ready_eof"})
    void bufferedProtocolHearsTheEndAndLosesTheConnection() throws Exception {
        net(() -> {
            FilledRecorder filled = new FilledRecorder();
            made(filled);
            assertThat(wire.calls).containsExactly("open", "read");
            wire.arrive("abc");
            wire.end();
            tick();
            tick();
            assertThat(filled.heard).containsExactly("made", "filled 3", "eof", "lost");
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_read_ready_eof_keep_open")
    void bufferedProtocolMayKeepTheWritingSideOpen() throws Exception {
        net(() -> {
            FilledRecorder filled = new FilledRecorder();
            filled.keepOpen = true;
            SocketTransport transport = made(filled);
            wire.end();
            tick();
            tick();
            assertThat(filled.heard).containsExactly("made", "eof");
            transport.write(bytes("still"));
            assertThat(wire.sent.toString()).isEqualTo("still");
        });
    }

    @Test
    @CPythonTest("test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_read_eof_received_error")
    void failureOfABufferedProtocolsEofReceivedIsReported() throws Exception {
        net(() -> {
            made(new FilledRecorder() {
                @Override
                public boolean eofReceived() {
                    throw new ArithmeticException("sum");
                }
            });
            wire.end();
            tick();
            assertThat(theReport().message()).isEqualTo("Fatal error: protocol.eofReceived() call failed.");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_read_ready_err",
            "test_selector_events.SelectorSocketTransportBufferedProtocolTests.test_read_ready_conn_reset"})
    void failedReadLosesABufferedProtocolsConnectionWithoutAReport() throws Exception {
        net(() -> {
            FilledRecorder filled = new FilledRecorder();
            made(filled);
            wire.fail(new ConnectionResetException("reset"));
            tick();
            tick();
            assertThat(filled.heard).containsExactly("made", "lost by reset");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_write_closing",
            "test_selector_events.SelectorSocketTransportTests.test_writelines_after_connection_lost",
            "test_selector_events.SelectorSocketTransportTests.test_write_buffer_after_close"})
    void whatIsWrittenAfterTheLossIsDropped() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            transport.abort();
            for (int i = 0; i < 10; i++) {
                transport.write(bytes("late"));
                transport.writelines(List.of(bytes("la"), bytes("te")));
            }
            assertThat(transport.getWriteBufferSize()).isZero();
            tick();
            transport.write(bytes("later"));
            assertThat(wire.sent.size()).isZero();
            assertThat(protocol.heard).containsExactly("made", "lost");
        });
    }

    @Test
    @CPythonTest({"test_selector_events.SelectorSocketTransportTests.test_writelines_pauses_protocol",
            "test_selector_events.SelectorSocketTransportTests.test_writelines_send_partial",
            "test_selector_events.SelectorSocketTransportTests.test_writelines_sendmsg_partial",
            "test_selector_events.SelectorSocketTransportTests.test_write_partial_bytearray",
            "test_selector_events.SelectorSocketTransportTests.test_write_partial_memoryview"})
    void linesThatAreNotTakenAreBufferedAndPauseTheProtocol() throws Exception {
        net(() -> {
            SocketTransport transport = made();
            transport.setWriteBufferLimits(new WriteBufferLimits(2, 4));
            wire.room = 3;
            transport.writelines(List.of(bytes("abcd"), bytes("efgh")));
            assertThat(wire.sent.toString()).isEqualTo("abc");
            assertThat(transport.getWriteBufferSize()).isEqualTo(5);
            assertThat(protocol.heard).containsExactly("made", "pause");
            wire.drain(5);
            tick();
            assertThat(wire.sent.toString()).isEqualTo("abcdefgh");
            assertThat(protocol.heard).containsExactly("made", "pause", "resume");
        });
    }
}
