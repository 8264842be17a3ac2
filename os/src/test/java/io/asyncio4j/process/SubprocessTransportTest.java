package io.asyncio4j.process;

import static io.asyncio4j.os.Os.bytes;
import static io.asyncio4j.os.Os.text;
import static io.asyncio4j.os.Os.until;
import static io.asyncio4j.process.Stdio.PIPE;
import static io.asyncio4j.process.Stdio.STDOUT;
import static io.asyncio4j.process.SubprocessOptions.DEFAULT;
import static io.asyncio4j.process.SubprocessOptions.PIPED;
import static io.asyncio4j.process.Subprocesses.subprocessExec;
import static io.asyncio4j.process.Subprocesses.subprocessShell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.os.Os;
import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.signal.Signal;
import io.asyncio4j.transport.BaseProtocol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(Means.class)
class SubprocessTransportTest {
    private static final String EVENTS = "test_events.SubprocessTestsMixin.";
    private static final String SUBPROCESS = "test_subprocess.SubprocessMixin.";

    private final Means means;

    SubprocessTransportTest(Means means) {
        this.means = means;
    }

    /// A protocol that writes down what it hears.
    private static class Listener implements SubprocessProtocol {
        final List<String> heard = new ArrayList<>();
        final StringBuilder[] data = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        SubprocessTransport transport;

        @Override
        public void connectionMade(SubprocessTransport made) {
            transport = made;
            heard.add("made");
        }

        @Override
        public void pipeDataReceived(int descriptor, byte[] some) {
            data[descriptor].append(text(some));
            if (!heard.contains("data " + descriptor)) {
                heard.add("data " + descriptor);
            }
        }

        @Override
        public void pipeConnectionLost(int descriptor, @Nullable Throwable failure) {
            heard.add("lost " + descriptor + (failure == null ? "" : " by " + failure));
        }

        @Override
        public void processExited() {
            heard.add("exited " + transport.getReturnCode());
        }

        @Override
        public void connectionLost(@Nullable Throwable failure) {
            heard.add("lost" + (failure == null ? "" : " by " + failure));
        }
    }

    private static Listener exec(SubprocessOptions options, String program, String... arguments)
            throws Exception {
        return subprocessExec(Listener::new, options, program, arguments).await().protocol();
    }

    private static Listener shell(SubprocessOptions options, String line) throws Exception {
        return subprocessShell(Listener::new, options, line).await().protocol();
    }

    private static void end(Listener listener) throws Exception {
        until("the connection is lost", () -> listener.heard.contains("lost"));
    }

    @Test
    @CPythonTest({EVENTS + "test_subprocess_exec", EVENTS + "test_subprocess_interactive"})
    void childIsTalkedToThroughItsTransport() throws Exception {
        means.os(() -> {
            Listener cat = exec(PIPED, "cat");
            assertThat(cat.heard).containsExactly("made");
            cat.transport.getPipeTransport(0).write(bytes("Python "));
            until("Python came", () -> cat.data[1].toString().equals("Python "));
            cat.transport.getPipeTransport(0).write(bytes("The Winner"));
            until("the winner came", () -> cat.data[1].toString().equals("Python The Winner"));
            assertThat(cat.transport.getReturnCode()).isNull();
            cat.transport.close();
            end(cat);
            assertThat(cat.heard).first().isEqualTo("made");
            assertThat(cat.heard).last().isEqualTo("lost");
            assertThat(cat.transport.getReturnCode()).isIn(-9, 0);
        });
    }

    @Test
    @CPythonTest({EVENTS + "test_subprocess_shell", SUBPROCESS + "test_subprocess_protocol_events"})
    void everythingIsHeardOnceAndTheLossLast() throws Exception {
        means.os(() -> {
            Listener both = shell(PIPED, "echo out; echo err >&2");
            end(both);
            assertThat(both.data[1]).hasToString("out\n");
            assertThat(both.data[2]).hasToString("err\n");
            assertThat(both.heard).containsExactlyInAnyOrder("made", "data 1", "data 2", "lost 0", "lost 1",
                    "lost 2", "exited 0", "lost");
            assertThat(both.heard).first().isEqualTo("made");
            assertThat(both.heard).last().isEqualTo("lost");
            assertThat(both.heard.indexOf("data 1")).isLessThan(both.heard.indexOf("lost 1"));
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_subprocess_exitcode")
    void exitCodeIsKnownWhenTheExitIsHeard() throws Exception {
        means.os(() -> {
            Listener child = shell(DEFAULT, "exit 7");
            end(child);
            assertThat(child.heard).containsExactly("made", "exited 7", "lost");
            assertThat(child.transport.waitFor().await()).isEqualTo(7);
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_subprocess_close_after_finish")
    void finishedTransportHasNoPipesAndClosesQuietly() throws Exception {
        means.os(() -> {
            Listener child = shell(DEFAULT, "exit 7");
            assertThat(child.transport.getPipeTransport(0)).isNull();
            assertThat(child.transport.getPipeTransport(1)).isNull();
            assertThat(child.transport.getPipeTransport(17)).isNull();
            end(child);
            child.transport.close();
            child.transport.close();
            assertThat(child.transport.isClosing()).isTrue();
        });
    }

    @Test
    @CPythonTest({EVENTS + "test_subprocess_kill", EVENTS + "test_subprocess_terminate",
            EVENTS + "test_subprocess_send_signal"})
    void signalsEndTheChild() throws Exception {
        means.os(() -> {
            Listener killed = exec(PIPED, "sleep", "600");
            killed.transport.kill();
            Listener ended = exec(PIPED, "sleep", "600");
            ended.transport.terminate();
            Listener used = exec(PIPED, "sleep", "600");
            used.transport.sendSignal(Signal.SIGUSR1); // a hang-up may be ignored here, and so by the child
            end(killed);
            end(ended);
            end(used);
            assertThat(killed.heard).contains("exited -9");
            assertThat(ended.heard).contains("exited -15");
            assertThat(used.heard).contains("exited -" + Signal.SIGUSR1.number());
        });
    }

    @Test
    @CPythonTest({EVENTS + "test_subprocess_stderr", EVENTS + "test_subprocess_stderr_redirect_to_stdout"})
    void standardErrorIsApartOrJoined() throws Exception {
        means.os(() -> {
            Listener apart = shell(PIPED, "echo out; echo err >&2");
            Listener joined = shell(PIPED.withStderr(STDOUT), "echo out; echo err >&2");
            assertThat(joined.transport.getPipeTransport(2)).isNull();
            end(apart);
            end(joined);
            assertThat(apart.data[2]).hasToString("err\n");
            assertThat(joined.data[1]).hasToString("out\nerr\n");
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_subprocess_close_client_stream")
    void childThatWritesToAClosedPipeIsToldSo() throws Exception {
        means.os(() -> {
            Listener cat = shell(PIPED, "trap '' PIPE; while read line; do echo $line || echo failed >&2; done");
            cat.transport.getPipeTransport(0).write(bytes("test\n"));
            until("test came", () -> cat.data[1].toString().equals("test\n"));
            cat.transport.getPipeTransport(1).close();
            until("stdout is closed", () -> cat.heard.contains("lost 1"));
            until("told so", () -> {
                cat.transport.getPipeTransport(0).write(bytes("xxx\n"));
                return cat.data[2].toString().contains("failed");
            });
            cat.transport.close();
            end(cat);
        });
    }

    @Test
    @CPythonTest(EVENTS + "test_subprocess_wait_no_same_group")
    void childOfAnotherSessionIsWaitedFor() throws Exception {
        assumeTrue(means != Means.JDK);
        means.os(() -> {
            Listener child = shell(DEFAULT.withStartNewSession(true), "exit 7");
            end(child);
            assertThat(child.transport.getReturnCode()).isEqualTo(7);
        });
    }

    @Test
    @CPythonTest(SUBPROCESS + "test_close_kill_running")
    void closeKillsAChildThatRuns() throws Exception {
        means.os(() -> {
            Listener child = exec(DEFAULT, "sleep", "600");
            assertThat(child.transport.getReturnCode()).isNull();
            child.transport.close();
            assertThat(child.transport.waitFor().await()).isEqualTo(-9);
            end(child);
        });
    }

    @Test
    @CPythonTest(SUBPROCESS + "test_close_dont_kill_finished")
    void closeDoesNotKillAChildThatHasEnded() throws Exception {
        means.os(() -> {
            Listener child = shell(DEFAULT, "exit 4");
            ProcessHandle handle = ProcessHandle.of(child.transport.getPid()).orElse(null);
            while (handle != null && handle.isAlive() && !endedAsFarAsTheSystemKnows(handle.pid())) {
                Thread.onSpinWait(); // without the loop, which is not to know
            }
            child.transport.close();
            assertThat(child.transport.waitFor().await()).isEqualTo(4);
            end(child);
        });
    }

    private static boolean endedAsFarAsTheSystemKnows(long pid) {
        return PosixSpawner.isAvailable() && Waiting.hasEnded(pid);
    }

    @Test
    @CPythonTest("test_subprocess.SubprocessTransportTests.test_proc_exited")
    void transportOfAnEndedChildRefusesSignals() throws Exception {
        means.os(() -> {
            Listener child = shell(DEFAULT, "exit 6");
            end(child);
            assertThat(child.heard).containsExactly("made", "exited 6", "lost");
            assertThat(child.transport.isClosing()).isFalse();
            assertThat(child.transport.getReturnCode()).isEqualTo(6);
            assertThatThrownBy(() -> child.transport.sendSignal(Signal.SIGTERM))
                    .isInstanceOf(ProcessLookupException.class).hasMessageContaining("return code 6");
            assertThatThrownBy(child.transport::terminate).isInstanceOf(ProcessLookupException.class);
            assertThatThrownBy(child.transport::kill).isInstanceOf(ProcessLookupException.class);
            child.transport.close();
        });
    }

    @Test
    @CPythonTest("test_subprocess.SubprocessTransportTests.test_subprocess_repr")
    void textSaysHowTheChildIs() throws Exception {
        means.os(() -> {
            Listener child = shell(DEFAULT.withStdin(PIPE), "read line; exit 6");
            assertThat(child.transport.toString()).contains("pid=" + child.transport.getPid(), "running",
                    "stdin=WritePipeTransport[open");
            child.transport.getPipeTransport(0).write(bytes("\n"));
            end(child);
            assertThat(child.transport.toString()).contains("returnCode=6").doesNotContain("running");
        });
    }

    @Test
    @CPythonTest("test_subprocess.SubprocessTransportTests.test_proc_exited_no_invalid_state_error_on_exit_waiters")
    void waiterThatIsDoneAlreadyDoesNoHarm() throws Exception {
        means.os(() -> {
            Listener child = shell(DEFAULT.withStdin(PIPE), "read line");
            var waiting = Os.spawn(child.transport.waitFor());
            Os.tick();
            waiting.cancel();
            child.transport.getPipeTransport(0).close();
            end(child);
            assertThat(waiting.isCancelled()).isTrue();
        });
    }

    @Test
    void whatTheProtocolThrowsIsReportedAndTheRestIsHeard() throws Exception {
        means.os(() -> {
            RuntimeException bad = new RuntimeException("bad");
            Listener child = subprocessShell(() -> new Listener() {
                @Override
                public void processExited() {
                    super.processExited();
                    throw bad;
                }
            }, DEFAULT, "exit 0").await().protocol();
            end(child);
            assertThat(Os.REPORTS).hasSize(1);
            assertThat(Os.REPORTS.removeFirst().exception()).isSameAs(bad);
        });
    }

    @Test
    void protocolOfAnotherKindIsRefused() throws Exception {
        means.os(() -> {
            Listener child = shell(DEFAULT, "exit 0");
            Listener next = new Listener();
            next.transport = child.transport;
            assertThatIllegalArgumentException().isThrownBy(() -> child.transport.setProtocol(new BaseProtocol() {
            })).withMessageContaining("implement SubprocessProtocol");
            child.transport.setProtocol(next);
            assertThat(child.transport.getProtocol()).isSameAs(next);
            end(next);
            assertThat(next.heard).contains("lost");
            assertThat(child.transport.getExtraInfo(SubprocessTransport.SUBPROCESS)).isNull(); // it is gone
        });
    }

    @Test
    void childThatOutlivesItsLoopIsKilledAndReaped() throws Exception {
        means.os(() -> {
            Listener child = exec(PIPED, "sleep", "600");
            assertThat(child.transport.getExtraInfo(SubprocessTransport.SUBPROCESS).isAlive()).isTrue();
            assertThat(EventLoop.running().isRunning()).isTrue();
        }); // which looks for children
    }
}
