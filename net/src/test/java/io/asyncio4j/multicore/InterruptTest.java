package io.asyncio4j.multicore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncio4j.net.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Ctrl-C stops a group in order: nobody new, and those who are there finish.
class InterruptTest {

    private static boolean signalsCanBeReset() throws Exception {
        try {
            return new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    }

    private static boolean accepts(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return true;
        } catch (ConnectException refused) {
            return false;
        }
    }

    @Test
    void interruptStopsTheGroupAndLetsItsConnectionsFinish() throws Exception {
        assumeTrue(signalsCanBeReset(), "env cannot set signals to their default here");
        Process process = new ProcessBuilder(
                Jvm.command(List.of("env", "--default-signal=INT"), InterruptedGroup.class))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = reader(process.getInputStream())) {
            int port = Integer.parseInt(out.readLine());
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(40_000);
                BufferedReader answers = reader(socket.getInputStream());
                socket.getOutputStream().write("before\n".getBytes());
                assertThat(answers.readLine()).isEqualTo("before");
                assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()).isZero();
                while (accepts(port)) {
                    Thread.onSpinWait(); // until the signal has come
                }
                socket.getOutputStream().write("after\n".getBytes());
                assertThat(answers.readLine()).isEqualTo("after");
            }
            assertThat(out.readLine()).isEqualTo("interrupted, stopped: true");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
