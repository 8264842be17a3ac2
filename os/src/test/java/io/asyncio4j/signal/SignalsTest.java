package io.asyncio4j.signal;

import static io.asyncio4j.os.Os.os;
import static io.asyncio4j.os.Os.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asyncio4j.context.ContextVar;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.os.Os;
import io.asyncio4j.ports.CPythonTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sun.misc.SignalHandler;

/// Signals that do no harm to the JVM of the tests. What ends a JVM is tested in one of its own, see [GracefulStopTest].
class SignalsTest {
    private static final String PORT = "test_unix_events.SelectorEventLoopSignalTests.";
    private static final Signal TEST = Signal.SIGWINCH;

    private static void raise() {
        sun.misc.Signal.raise(TEST.raw());
    }

    @Test
    @CPythonTest({PORT + "test_add_signal_handler", "test_events.EventLoopTestsMixin.test_add_signal_handler",
            "test_events.EventLoopTestsMixin.test_signal_handling_args"})
    void handlerRunsOnTheLoopAsOftenAsTheSignalComes() throws Exception {
        os(() -> {
            List<String> heard = new ArrayList<>();
            EventLoop loop = EventLoop.running();
            Signals.addSignalHandler(TEST, () -> {
                assertThat(loop.inLoop()).isTrue();
                heard.add("signal");
            });
            raise();
            until("it came", () -> heard.size() == 1);
            raise();
            until("it came again", () -> heard.size() == 2);
        });
    }

    @Test
    @CPythonTest("test_events.EventLoopTestsMixin.test_signal_handling_while_selecting")
    void signalWakesALoopThatWaits() throws Exception {
        os(() -> {
            io.asyncio4j.task.Future<Void> came = new io.asyncio4j.task.Future<>();
            Signals.addSignalHandler(TEST, () -> came.setResult(null));
            Thread.ofVirtual().start(SignalsTest::raise);
            came.await();
            assertThat(came.isDone()).isTrue();
        });
    }

    @Test
    void handlerSeesTheContextInWhichItWasAdded() throws Exception {
        os(() -> {
            ContextVar<String> name = ContextVar.of("name");
            List<String> seen = new ArrayList<>();
            name.set("adder");
            Signals.addSignalHandler(TEST, () -> seen.add(name.get()));
            name.set("later");
            raise();
            until("it came", () -> !seen.isEmpty());
            assertThat(seen).containsExactly("adder");
        });
    }

    @Test
    void secondHandlerReplacesTheFirst() throws Exception {
        os(() -> {
            List<String> heard = new ArrayList<>();
            Signals.addSignalHandler(TEST, () -> heard.add("first"));
            Signals.addSignalHandler(TEST, () -> heard.add("second"));
            raise();
            until("it came", () -> !heard.isEmpty());
            assertThat(heard).containsExactly("second");
            assertThat(Signals.removeSignalHandler(TEST)).isTrue();
            assertThat(Signals.removeSignalHandler(TEST)).isFalse();
        });
    }

    @Test
    @CPythonTest({PORT + "test_remove_signal_handler", PORT + "test_remove_signal_handler_2", PORT + "test_close"})
    void whatWasThereBeforeHandlesTheSignalAgain() throws Exception {
        List<String> heard = new ArrayList<>();
        SignalHandler mine = _ -> {
            synchronized (heard) {
                heard.add("mine");
            }
        };
        SignalHandler old = sun.misc.Signal.handle(TEST.raw(), mine);
        try {
            os(() -> {
                Signals.addSignalHandler(TEST, () -> heard.add("loop"));
                assertThat(Signals.removeSignalHandler(TEST)).isTrue();
                raise();
                until("it came", () -> {
                    synchronized (heard) {
                        return heard.equals(List.of("mine"));
                    }
                });
                Signals.addSignalHandler(TEST, () -> heard.add("loop"));
            }); // the loop closes with a handler
            assertThat(sun.misc.Signal.handle(TEST.raw(), mine)).isSameAs(mine);
        } finally {
            sun.misc.Signal.handle(TEST.raw(), old);
        }
    }

    @Test
    void handlerThatSomebodyHasPutInPlaceSinceStays() throws Exception {
        SignalHandler later = _ -> {
        };
        SignalHandler old = sun.misc.Signal.handle(TEST.raw(), SignalHandler.SIG_DFL);
        try {
            os(() -> {
                Signals.addSignalHandler(TEST, () -> {
                });
                sun.misc.Signal.handle(TEST.raw(), later);
                assertThat(Signals.removeSignalHandler(TEST)).isTrue();
            });
            assertThat(sun.misc.Signal.handle(TEST.raw(), old)).isSameAs(later);
        } finally {
            sun.misc.Signal.handle(TEST.raw(), old);
        }
    }

    @Test
    void whatAHandlerThrowsIsReported() throws Exception {
        os(() -> {
            RuntimeException bad = new RuntimeException("bad");
            Signals.addSignalHandler(TEST, () -> {
                throw bad;
            });
            raise();
            until("it is reported", () -> !Os.REPORTS.isEmpty());
            assertThat(Os.REPORTS.removeFirst().exception()).isSameAs(bad);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGKILL", "SIGSTOP", "SIGSEGV"})
    @CPythonTest({PORT + "test_add_signal_handler_install_error", PORT + "test_add_signal_handler_install_error2",
            PORT + "test_add_signal_handler_install_error3"})
    void signalThatCannotBeHandledIsRefused(Signal impossible) throws Exception {
        os(() -> {
            assertThatIllegalStateException().isThrownBy(() -> Signals.addSignalHandler(impossible, () -> {
            })).withMessageContaining("cannot handle " + impossible);
            assertThat(Signals.removeSignalHandler(impossible)).isFalse();
        });
    }

    @Test
    @CPythonTest(PORT + "test_check_signal")
    void unknownNameIsRefused() {
        assertThat(Signal.of("term")).isEqualTo(Signal.SIGTERM);
        assertThat(Signal.of("SIGTERM").number()).isEqualTo(15);
        assertThat(Signal.SIGKILL.number()).isEqualTo(9);
        assertThatIllegalArgumentException().isThrownBy(() -> Signal.of("SIGNOSUCH"))
                .withMessageContaining("signal is unknown: SIGNOSUCH");
    }

    @Test
    void withoutRunningLoopThereIsNoHandler() {
        assertThatIllegalStateException().isThrownBy(() -> Signals.addSignalHandler(TEST, () -> {
        })).withMessageContaining("no running event loop");
    }
}
