package io.asyncio4j.process;

import static io.asyncio4j.os.Os.bytes;
import static io.asyncio4j.os.Os.go;
import static io.asyncio4j.os.Os.spawn;
import static io.asyncio4j.os.Os.text;
import static io.asyncio4j.os.Os.tick;
import static io.asyncio4j.process.Stdio.DEVNULL;
import static io.asyncio4j.process.Stdio.PIPE;
import static io.asyncio4j.process.Stdio.STDOUT;
import static io.asyncio4j.process.SubprocessOptions.DEFAULT;
import static io.asyncio4j.process.SubprocessOptions.PIPED;
import static io.asyncio4j.process.Subprocesses.createSubprocessExec;
import static io.asyncio4j.process.Subprocesses.createSubprocessShell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.ports.CPythonTest;
import io.asyncio4j.signal.Signal;
import io.asyncio4j.stream.StreamWriter;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Gather;
import io.asyncio4j.task.Task;
import io.asyncio4j.transport.BrokenPipeException;
import io.asyncio4j.transport.ConnectionResetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(Means.class)
class ProcessTest {
    private static final String PORT = "test_subprocess.SubprocessMixin.";
    private static final SubprocessOptions IN_AND_OUT = DEFAULT.withStdin(PIPE).withStdout(PIPE);
    private static final SubprocessOptions OUT = DEFAULT.withStdout(PIPE);
    private static final String COUNT = "wc -c | tr -d ' '";

    private final Means means;

    @TempDir
    Path scratch;

    ProcessTest(Means means) {
        this.means = means;
    }

    // ---- streams

    @Test
    @CPythonTest(PORT + "test_stdin_stdout")
    void whatIsWrittenToTheChildComesBack() throws Exception {
        means.os(() -> {
            Process cat = createSubprocessExec(IN_AND_OUT, "cat").await();
            cat.stdin().write(bytes("some data"));
            cat.stdin().drain().await();
            cat.stdin().close();
            assertThat(text(cat.stdout().read().await())).isEqualTo("some data");
            assertThat(cat.waitFor().await()).isZero();
            cat.stdin().waitClosed().await();
            assertThat(cat.returnCode()).isZero();
        });
    }

    @Test
    @CPythonTest({PORT + "test_communicate", PORT + "test_subprocess_communicate_stdout"})
    void communicateSendsReadsAndWaits() throws Exception {
        means.os(() -> {
            Process cat = createSubprocessExec(IN_AND_OUT, "cat").await();
            assertThat(cat.returnCode()).isNull();
            assertThat(cat.pid()).isPositive();
            Process.Output output = cat.communicate(bytes("some data")).await();
            assertThat(text(output.stdout())).isEqualTo("some data");
            assertThat(output.stderr()).isNull();
            assertThat(cat.returnCode()).isZero();
        });
    }

    @Test
    @CPythonTest(PORT + "test_communicate_none_input")
    void communicateWithoutInputClosesStandardInput() throws Exception {
        means.os(() -> {
            Process cat = createSubprocessExec(IN_AND_OUT, "cat").await();
            assertThat(cat.communicate().await().stdout()).isEmpty();
            assertThat(cat.returnCode()).isZero();
        });
    }

    @Test
    @CPythonTest({PORT + "test_stdin_not_inheritable", PORT + "test_empty_input"})
    void inputEndsForTheChildWhenItEndsHere() throws Exception {
        means.os(() -> {
            Process other = createSubprocessExec(PIPED, "cat").await(); // would hold the pipe if it could
            Process count = createSubprocessShell(PIPED, COUNT).await();
            assertThat(text(count.communicate(bytes("abc")).await().stdout())).isEqualTo("3\n");
            Process none = createSubprocessShell(PIPED, COUNT).await();
            assertThat(text(none.communicate(bytes("")).await().stdout())).isEqualTo("0\n");
            other.communicate().await();
        });
    }

    @Test
    @CPythonTest({PORT + "test_devnull_input", PORT + "test_devnull_output", PORT + "test_devnull_error"})
    void streamsGoNowhere() throws Exception {
        means.os(() -> {
            Process reads = createSubprocessShell(PIPED.withStdin(DEVNULL), COUNT).await();
            assertThat(text(reads.communicate().await().stdout())).isEqualTo("0\n");
            Process writes = createSubprocessShell(PIPED.withStdout(DEVNULL), COUNT).await();
            assertThat(writes.communicate(bytes("abc")).await().stdout()).isNull();
            Process complains = createSubprocessShell(PIPED.withStderr(DEVNULL), "echo no >&2").await();
            assertThat(complains.communicate(bytes("abc")).await().stderr()).isNull();
            assertThat(complains.returnCode()).isZero();
        });
    }

    @Test
    @CPythonTest(PORT + "test_devstdin_input")
    void childOpensItsStandardInputByName() throws Exception {
        means.os(() -> {
            Process cat = createSubprocessExec(PIPED, "cat", "/dev/stdin").await();
            assertThat(text(cat.communicate(bytes("abc")).await().stdout())).isEqualTo("abc");
        });
    }

    @Test
    void standardErrorIsApartOrJoined() throws Exception {
        means.os(() -> {
            String line = "echo out; echo err >&2";
            Process apart = createSubprocessShell(PIPED, line).await();
            Process.Output two = apart.communicate().await();
            assertThat(text(two.stdout())).isEqualTo("out\n");
            assertThat(text(two.stderr())).isEqualTo("err\n");
            Process joined = createSubprocessShell(PIPED.withStderr(STDOUT), line).await();
            Process.Output one = joined.communicate().await();
            assertThat(text(one.stdout())).isEqualTo("out\nerr\n");
            assertThat(one.stderr()).isNull();
        });
    }

    @Test
    void streamsAreFiles() throws Exception {
        means.os(() -> {
            Path in = Files.writeString(scratch.resolve("in"), "b\na\n");
            Path out = scratch.resolve("out");
            SubprocessOptions files = DEFAULT.withStdin(Stdio.from(in)).withStdout(Stdio.to(out));
            assertThat(createSubprocessExec(files, "sort").await().waitFor().await()).isZero();
            assertThat(Files.readString(out)).isEqualTo("a\nb\n");
            SubprocessOptions more = files.withStdout(Stdio.appendTo(out)).withStderr(STDOUT);
            assertThat(createSubprocessShell(more, "echo c; echo d >&2").await().waitFor().await()).isZero();
            assertThat(Files.readString(out)).isEqualTo("a\nb\nc\nd\n");
            assertThatThrownBy(() -> createSubprocessExec(
                    DEFAULT.withStdin(Stdio.from(scratch.resolve("none"))), "cat").await())
                    .isInstanceOf(java.io.IOException.class);
        });
    }

    @Test
    void streamThatIsNoPipeIsRefusedWithAHint() throws Exception {
        means.os(() -> {
            Process quiet = createSubprocessExec("true").await();
            assertThatIllegalStateException().isThrownBy(quiet::stdout)
                    .withMessageContaining("start the process with PIPE");
            assertThatIllegalStateException().isThrownBy(quiet::stdin);
            assertThatIllegalStateException().isThrownBy(quiet::stderr);
            assertThatIllegalStateException()
                    .isThrownBy(() -> quiet.communicate(bytes("lost")).await());
            assertThat(quiet.communicate().await().stdout()).isNull();
        });
    }

    @Test
    @CPythonTest(PORT + "test_stdin_broken_pipe")
    void childThatDoesNotReadBreaksTheWriter() throws Exception {
        means.os(() -> {
            Process deaf = createSubprocessShell(IN_AND_OUT, "exec <&-; echo deaf; sleep 0").await();
            assertThat(text(deaf.stdout().readLine().await())).isEqualTo("deaf\n");
            assertThatThrownBy(() -> {
                while (true) {
                    deaf.stdin().write(new byte[100_000]);
                    deaf.stdin().drain().await();
                }
            }).isInstanceOfAny(BrokenPipeException.class, ConnectionResetException.class);
            assertThat(deaf.waitFor().await()).isZero();
        });
    }

    @Test
    @CPythonTest(PORT + "test_communicate_ignore_broken_pipe")
    void communicateDoesNotMindAChildThatDoesNotRead() throws Exception {
        means.os(() -> {
            Process deaf = createSubprocessExec(DEFAULT.withStdin(PIPE), "true").await();
            deaf.communicate(new byte[4_000_000]).await();
            assertThat(deaf.waitFor().await()).isZero();
        });
    }

    @Test
    @CPythonTest(PORT + "test_pause_reading")
    void outputIsReadOnlyAsFarAsItIsWanted() throws Exception {
        means.os(() -> {
            Process zero = createSubprocessShell(OUT.withLimit(1000), "head -c 3000000 /dev/zero").await();
            int total = 0;
            while (!zero.stdout().atEof()) {
                byte[] some = zero.stdout().read(500).await();
                total += some.length;
                tick();
            }
            assertThat(total).isEqualTo(3_000_000);
            assertThat(zero.waitFor().await()).isZero();
        });
    }

    @Test
    @CPythonTest(PORT + "test_read_stdout_after_process_exit")
    void outputIsThereAfterTheChildHasGone() throws Exception {
        means.os(() -> {
            Process quick = createSubprocessShell(OUT, "head -c 50000 /dev/zero; exit 1").await();
            io.asyncio4j.os.Os.until("the child has ended", () -> quick.returnCode() != null);
            assertThat(quick.stdout().read().await()).hasSize(50_000);
            assertThat(quick.waitFor().await()).isEqualTo(1);
        });
    }

    @Test
    void megabytesGoBothWaysAtOnce() throws Exception {
        means.os(() -> {
            int size = 100_000_000;
            Process cat = createSubprocessExec(IN_AND_OUT, "cat").await();
            Task<Void> feeding = go(() -> {
                StreamWriter stdin = cat.stdin();
                byte[] block = new byte[250_000];
                for (int sent = 0; sent < size; sent += block.length) {
                    java.util.Arrays.fill(block, (byte) (sent / block.length));
                    stdin.write(block);
                    stdin.drain().await();
                }
                stdin.close();
            });
            long received = 0;
            for (byte[] some = cat.stdout().read(1_000_000).await(); some.length > 0; some =
                    cat.stdout().read(1_000_000).await()) {
                assertThat(some[0]).isEqualTo((byte) (received / 250_000));
                received += some.length;
            }
            feeding.await();
            assertThat(received).isEqualTo(size);
            assertThat(cat.waitFor().await()).isZero();
        });
    }

    @Test
    void childThatClosesItsOutputEarlyIsStillWaitedFor() throws Exception {
        means.os(() -> {
            Process shy = createSubprocessShell(IN_AND_OUT, "echo bye; exec >&-; read line; exit 3").await();
            assertThat(text(shy.stdout().read().await())).isEqualTo("bye\n");
            assertThat(shy.returnCode()).isNull();
            shy.stdin().write(bytes("go\n"));
            assertThat(shy.waitFor().await()).isEqualTo(3);
        });
    }

    // ---- ends

    @Test
    @CPythonTest(PORT + "test_shell")
    void returnCodeIsTheExitCode() throws Exception {
        means.os(() -> {
            assertThat(createSubprocessShell("exit 7").await().waitFor().await()).isEqualTo(7);
            assertThat(createSubprocessExec("false").await().waitFor().await()).isEqualTo(1);
        });
    }

    @Test
    @CPythonTest(PORT + "test_start_new_session")
    void childLeavesTheSession() throws Exception {
        assumeTrue(means != Means.JDK);
        means.os(() -> {
            Process leader = createSubprocessShell(OUT.withStartNewSession(true),
                    "cut -d' ' -f6 /proc/$$/stat; exit 8").await();
            assertThat(text(leader.stdout().readLine().await()).strip())
                    .isEqualTo(Long.toString(leader.pid()));
            assertThat(leader.waitFor().await()).isEqualTo(8);
        });
    }

    @Test
    @CPythonTest({PORT + "test_kill", PORT + "test_terminate"})
    void signalThatEndsTheChildIsItsNegativeReturnCode() throws Exception {
        means.os(() -> {
            Process killed = createSubprocessExec("sleep", "600").await();
            killed.kill();
            assertThat(killed.waitFor().await()).isEqualTo(-9);
            Process ended = createSubprocessExec("sleep", "600").await();
            ended.terminate();
            assertThat(ended.waitFor().await()).isEqualTo(-15);
        });
    }

    @Test
    @CPythonTest(PORT + "test_send_signal")
    void anySignalCanBeSent() throws Exception {
        means.os(() -> {
            Process sleeping = createSubprocessShell(OUT, "echo sleeping; exec sleep 600").await();
            sleeping.stdout().readLine().await();
            sleeping.sendSignal(Signal.SIGUSR1);
            assertThat(sleeping.waitFor().await()).isEqualTo(-Signal.SIGUSR1.number());
        });
    }

    @Test
    @CPythonTest(PORT + "test_kill_issue43884")
    void waitingForAKilledShellWaitsForThoseThatHoldItsPipe() throws Exception {
        means.os(() -> {
            Process shell = createSubprocessShell(OUT, "sleep 0.5 & echo here; wait").await();
            shell.stdout().readLine().await();
            shell.kill();
            assertThat(shell.waitFor().await()).isEqualTo(-9);
        });
    }

    @Test
    void childThatIgnoresTermIsKilled() throws Exception {
        means.os(() -> {
            Process stubborn = createSubprocessShell(PIPED, "trap '' TERM; echo ready; read line; exit 5").await();
            stubborn.stdout().readLine().await();
            stubborn.terminate();
            stubborn.terminate();
            assertThat(stubborn.returnCode()).isNull();
            stubborn.kill();
            assertThat(stubborn.waitFor().await()).isEqualTo(-9);
        });
    }

    @Test
    @CPythonTest(PORT + "test_subprocess_send_signal_race")
    void signalToAChildThatIsJustEndingDoesNoHarm() throws Exception {
        means.os(() -> {
            for (int i = 0; i < 10; i++) {
                Process brief = createSubprocessExec("true").await();
                while (brief.returnCode() == null) {
                    try {
                        brief.sendSignal(Signal.SIGCONT);
                    } catch (ProcessLookupException over) {
                        break;
                    }
                    tick();
                }
                assertThat(brief.waitFor().await()).isZero();
            }
        });
    }

    @Test
    void signalAfterTheEndIsAnError() throws Exception {
        means.os(() -> {
            Process over = createSubprocessExec("true").await();
            over.waitFor().await();
            io.asyncio4j.os.Os.until("finished", () -> {
                try {
                    over.kill();
                    return false;
                } catch (ProcessLookupException ended) {
                    assertThat(ended).hasMessageContaining("has ended with return code 0");
                    return true;
                } catch (java.io.IOException other) {
                    throw new AssertionError(other);
                }
            });
            assertThatThrownBy(over::terminate).isInstanceOf(ProcessLookupException.class);
            assertThatThrownBy(() -> over.sendSignal(1)).isInstanceOf(ProcessLookupException.class);
        });
    }

    @Test
    @CPythonTest(PORT + "test_subprocess_concurrent_wait")
    void manyMayWaitForOneChild() throws Exception {
        means.os(() -> {
            Process cat = createSubprocessExec(IN_AND_OUT, "cat").await();
            List<Task<Integer>> before = List.of(spawn(cat.waitFor()), spawn(cat.waitFor()));
            tick();
            cat.communicate(bytes("some data")).await();
            List<Integer> all = Gather.gather(before.get(0), before.get(1), cat.waitFor()).await();
            assertThat(all).containsExactly(0, 0, 0);
        });
    }

    // ---- where and with what

    @Test
    @CPythonTest({PORT + "test_create_subprocess_env_exec", PORT + "test_create_subprocess_env_shell"})
    void childHasTheVariablesItIsGiven() throws Exception {
        means.os(() -> {
            SubprocessOptions only =
                    OUT.withEnvironment(Map.of("FOO", "bar é", "PATH", System.getenv("PATH")));
            Process exec = createSubprocessExec(only, "env").await();
            assertThat(text(exec.communicate().await().stdout())).contains("FOO=bar é\n")
                    .doesNotContain("HOME=");
            Process shell = createSubprocessShell(OUT.withVariable("FOO", "baz"), "echo -n $FOO:$PATH").await();
            assertThat(text(shell.communicate().await().stdout()))
                    .isEqualTo("baz:" + System.getenv("PATH"));
            Process same = createSubprocessShell(OUT, "echo -n $PATH").await();
            assertThat(text(same.communicate().await().stdout())).isEqualTo(System.getenv("PATH"));
        });
    }

    @Test
    void childRunsInItsDirectory() throws Exception {
        means.os(() -> {
            Process pwd = createSubprocessExec(OUT.withDirectory(scratch), "pwd").await();
            assertThat(text(pwd.communicate().await().stdout()))
                    .isEqualTo(scratch.toRealPath() + "\n");
        });
    }

    @Test
    @CPythonTest(PORT + "test_create_subprocess_exec_with_path")
    void argumentsArriveAsTheyAre() throws Exception {
        means.os(() -> {
            Process echo = createSubprocessExec(OUT, "/bin/echo", "-n", "a b", "", "$HOME", "ü\n'\"").await();
            assertThat(text(echo.communicate().await().stdout())).isEqualTo("a b  $HOME ü\n'\"");
        });
    }

    @Test
    void childHasNoOtherOpenFiles() throws Exception {
        means.os(() -> {
            try (var open = new java.io.RandomAccessFile(scratch.resolve("held").toFile(), "rw")) {
                Process other = createSubprocessExec(PIPED, "cat").await();
                Process ls = createSubprocessShell(OUT, "exec ls -l /proc/self/fd").await();
                String all = text(ls.communicate().await().stdout());
                assertThat(all.lines().filter(line -> line.contains("->")).toList()).hasSize(4); // and its own
                assertThat(all).doesNotContain("held");
                other.communicate().await();
                assertThat(open.length()).isZero();
            }
        });
    }

    // ---- what cannot be started

    @Test
    @CPythonTest({PORT + "test_popen_error", PORT + "test_popen_error_with_stdin_pipe"})
    void programThatIsNotThereIsAnErrorAndLeavesNothingBehind() throws Exception {
        means.os(() -> {
            assertThatThrownBy(() -> createSubprocessExec("no-such-program").await())
                    .isInstanceOf(java.nio.file.NoSuchFileException.class)
                    .hasMessageContaining("no-such-program").hasMessageContaining("PATH");
            assertThatThrownBy(() -> createSubprocessExec(PIPED, "/no/such/program").await())
                    .isInstanceOf(java.nio.file.NoSuchFileException.class)
                    .hasMessageContaining("/no/such/program");
            assertThatThrownBy(() -> createSubprocessExec("").await())
                    .isInstanceOf(java.nio.file.NoSuchFileException.class)
                    .hasMessageStartingWith("'': subprocess program is not found");
        });
    }

    @Test
    void programThatMayNotBeRunIsAnError() throws Exception {
        means.os(() -> {
            Path plain = Files.writeString(scratch.resolve("plain"), "#!/bin/sh\n");
            assertThatThrownBy(() -> createSubprocessExec(PIPED, plain.toString()).await())
                    .isInstanceOf(java.nio.file.AccessDeniedException.class)
                    .hasMessageContaining("permission to execute");
            assertThatThrownBy(() -> createSubprocessExec(PIPED, scratch.toString()).await())
                    .isInstanceOf(java.nio.file.AccessDeniedException.class);
        });
    }

    @Test
    void fileThatIsNoProgramIsAnError() throws Exception {
        assumeTrue(means != Means.JDK, "the JDK has the shell run it");
        means.os(() -> {
            Path text = Files.writeString(scratch.resolve("text"), "true\n");
            Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rwx------"));
            assertThatThrownBy(() -> createSubprocessExec(PIPED, text.toString()).await())
                    .isInstanceOf(IOException.class).hasMessageContaining(text.toString()).hasMessageEndingWith(
                            "; give a program of this machine, or an interpreter with the script as its argument");
        });
    }

    @Test
    void directoryThatIsNotThereIsAnError() throws Exception {
        means.os(() -> {
            Path none = scratch.resolve("none");
            assertThatThrownBy(() -> createSubprocessExec(PIPED.withDirectory(none), "true").await())
                    .isInstanceOf(java.nio.file.NoSuchFileException.class)
                    .hasMessageContaining("directory does not exist");
            Path file = Files.writeString(scratch.resolve("file"), "");
            assertThatThrownBy(() -> createSubprocessExec(PIPED.withDirectory(file), "true").await())
                    .isInstanceOf(java.nio.file.NotDirectoryException.class)
                    .hasMessageContaining("is a file");
        });
    }

    @Test
    void wordsThatTheSystemCannotHandOnAreRefused() throws Exception {
        means.os(() -> {
            assertThatThrownBy(() -> createSubprocessExec("echo", "a\0b"))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a\\0b");
            assertThatThrownBy(() -> createSubprocessShell("echo \0"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> createSubprocessExec(DEFAULT.withEnvironment(Map.of("A", "\0")), "true"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> createSubprocessExec(DEFAULT.withEnvironment(Map.of("A=B", "")), "true"))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("A=B");
        });
    }

    // ---- cancellation

    @Test
    @CPythonTest(PORT + "test_cancel_process_wait")
    void waitingCanBeGivenUpAndTakenUpAgain() throws Exception {
        means.os(() -> {
            Process blocked = createSubprocessExec("sleep", "600").await();
            Task<Integer> waiting = spawn(blocked.waitFor());
            tick();
            waiting.cancel();
            assertThatThrownBy(waiting::await).isInstanceOf(CancelledError.class);
            assertThat(blocked.returnCode()).isNull();
            blocked.kill();
            assertThat(blocked.waitFor().await()).isEqualTo(-9);
        });
    }

    @Test
    @CPythonTest({PORT + "test_cancel_make_subprocess_transport_exec", PORT + "test_cancel_post_init",
            PORT + "test_subprocess_read_pipe_cancelled", PORT + "test_subprocess_write_pipe_cancelled",
            PORT + "test_subprocess_read_write_pipe_cancelled"})
    void cancelledCreationKillsAndReaps() throws Exception {
        means.os(() -> {
            for (SubprocessOptions options : List.of(DEFAULT, OUT, DEFAULT.withStdin(PIPE), PIPED)) {
                for (int ticks = 1; ticks < 6; ticks++) {
                    Task<Process> creating = spawn(createSubprocessExec(options, "sleep", "600"));
                    for (int i = 0; i < ticks; i++) {
                        tick();
                    }
                    if (!creating.cancel()) {
                        Process made = creating.await();
                        made.kill();
                        made.waitFor().await();
                        continue;
                    }
                    assertThatThrownBy(creating::await).isInstanceOf(CancelledError.class);
                }
            }
        });
    }

    @Test
    void cancelledConversationLeavesTheChildToBeKilled() throws Exception {
        means.os(() -> {
            Process cat = createSubprocessExec(PIPED, "cat").await();
            Task<Process.Output> talking = spawn(cat.communicate(new byte[1_000_000]));
            for (int i = 0; i < 5; i++) {
                tick();
            }
            talking.cancel();
            assertThatThrownBy(talking::await).isInstanceOf(CancelledError.class);
            cat.kill();
            io.asyncio4j.os.Os.until("ended", () -> cat.returnCode() != null);
        });
    }

    // ---- many

    @Test
    void manyChildrenRunAtOnce() throws Exception {
        means.os(() -> {
            int count = means == Means.DEFAULT || means == Means.EPOLL ? 500 : 60;
            List<Task<Process.Output>> all = new ArrayList<>();
            List<Process> children = new ArrayList<>();
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            for (int i = 0; i < count; i++) {
                Process child = createSubprocessShell(PIPED, "read line; echo $line; echo $line >&2").await();
                children.add(child);
            }
            if (means == Means.DEFAULT || means == Means.EPOLL) {
                Set<Thread> more = new HashSet<>(Thread.getAllStackTraces().keySet());
                more.removeAll(before); // those of other tests' children linger
                assertThat(more).as("threads for children or pipes").noneMatch(
                        each -> each.getName().startsWith("asyncio4j") || each.getName().contains("reaper"));
            }
            for (int i = 0; i < count; i++) {
                all.add(spawn(children.get(i).communicate(bytes(i + "\n"))));
            }
            for (int i = 0; i < count; i++) {
                Process.Output output = all.get(i).await();
                assertThat(text(output.stdout())).isEqualTo(i + "\n");
                assertThat(text(output.stderr())).isEqualTo(i + "\n");
            }
        });
    }
}
