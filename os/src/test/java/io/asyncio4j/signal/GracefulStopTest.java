package io.asyncio4j.signal;

import static io.asyncio4j.os.Os.os;
import static io.asyncio4j.os.Os.text;
import static io.asyncio4j.process.Stdio.PIPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.coroutine.AsyncConsumer;
import io.asyncio4j.process.Process;
import io.asyncio4j.process.SubprocessOptions;
import io.asyncio4j.process.Subprocesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Signals that end a JVM, sent to one of its own.
class GracefulStopTest {
    private static Process jvm(String program) throws Exception {
        List<String> words = new ArrayList<>(List.of("-cp", System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"))));
        words.add("-Dasyncio4j.engine=" + System.getProperty("asyncio4j.engine", "continuation"));
        words.addAll(List.of("--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED", "--add-exports",
                "java.base/jdk.internal.misc=ALL-UNNAMED"));
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                Stoppable.class.getName(), program));
        return Subprocesses.createSubprocessExec(SubprocessOptions.DEFAULT.withStdout(PIPE),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                words.toArray(String[]::new)).await();
    }

    private static void with(String program, AsyncConsumer<Process> body) throws Exception {
        os(() -> {
            Process jvm = jvm(program);
            try {
                assertThat(line(jvm)).isEqualTo("ready");
                body.accept(jvm);
            } finally {
                if (jvm.returnCode() == null) {
                    jvm.kill();
                }
                jvm.waitFor().await();
            }
        });
    }

    private static String line(Process jvm) throws Exception {
        return text(jvm.stdout().readLine().await()).strip();
    }

    private static String rest(Process jvm) throws Exception {
        return text(jvm.stdout().read().await());
    }

    /// Whether a child of this JVM gets Ctrl-C at all: a job in the background ignores it, and so do its children.
    private static void assumeInterruptsArrive() throws Exception {
        String status = Files.readString(Path.of("/proc/self/status"));
        long ignored = Long.parseUnsignedLong(
                status.lines().filter(each -> each.startsWith("SigIgn:")).findFirst().orElseThrow()
                        .substring("SigIgn:".length()).strip(),
                16);
        assumeTrue((ignored & 1L << Signal.SIGINT.number() - 1) == 0, "SIGINT is ignored here");
    }

    @Test
    void termCancelsTheMainTaskAndCleansUp() throws Exception {
        with("term", jvm -> {
            jvm.terminate();
            assertThat(rest(jvm)).isEqualTo("cleaned up\nstopped in order\n");
            assertThat(jvm.waitFor().await()).isZero();
        });
    }

    @Test
    void termWithoutHandlerEndsTheJvmAtOnce() throws Exception {
        with("interrupt", jvm -> {
            jvm.terminate();
            assertThat(rest(jvm)).isEmpty();
            assertThat(jvm.waitFor().await()).isEqualTo(143); // the JVM's own way to end by a signal
        });
    }

    @Test
    void interruptCancelsTheMainTaskAsEver() throws Exception {
        assumeInterruptsArrive();
        with("interrupt", jvm -> {
            jvm.sendSignal(Signal.SIGINT);
            assertThat(rest(jvm)).isEqualTo("cleaned up\ninterrupted\n");
        });
    }

    @Test
    void handlerOfTheInterruptReplacesTheRunnersUntilItIsRemoved() throws Exception {
        assumeInterruptsArrive();
        with("replaced", jvm -> {
            jvm.sendSignal(Signal.SIGINT);
            assertThat(line(jvm)).isEqualTo("handled");
            assertThat(line(jvm)).isEqualTo("ready");
            jvm.sendSignal(Signal.SIGINT);
            assertThat(rest(jvm)).isEqualTo("cleaned up\ninterrupted\n");
        });
    }

    @Test
    void handlerLeftBehindByARunDoesNotSpoilTheNext() throws Exception {
        assumeInterruptsArrive();
        with("two", jvm -> {
            jvm.sendSignal(Signal.SIGINT);
            assertThat(rest(jvm)).isEqualTo("cleaned up\ninterrupted\n");
        });
    }
}
