package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncFor;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.file.Program.program;
import static io.asyncio4j.file.Program.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Standard input, output and error. Holds what aiofiles' tests hold (test_stdio.py).
class StandardStreamsTest {
    private final InputStream in = System.in;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @AfterEach
    void putBack() {
        System.setIn(in);
        System.setOut(out);
        System.setErr(err);
    }

    private static OutputStream typing() throws IOException {
        Pipe pipe = Pipe.open();
        System.setIn(Channels.newInputStream(pipe.source()));
        return Channels.newOutputStream(pipe.sink());
    }

    private static void type(OutputStream keyboard, String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private static ByteArrayOutputStream printing() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        System.setOut(new PrintStream(screen, true, StandardCharsets.UTF_8));
        return screen;
    }

    @Test
    void linesOfStandardInputAreAwaited() throws Exception {
        System.setIn(new ByteArrayInputStream("eins\nzw\u00f6lf\n".getBytes(StandardCharsets.UTF_8)));
        program(() -> {
            List<String> lines = new ArrayList<>();
            asyncFor(AsyncFiles.stdin().lines()).forEach(lines::add);
            assertThat(lines).containsExactly("eins", "zw\u00f6lf");
            assertThat(await(AsyncFiles.stdin().readLine())).isEmpty();
            assertThat(AsyncFiles.stdin()).isSameAs(AsyncFiles.stdin());
        });
    }

    @Test
    void theLoopGoesOnWhileNobodyTypes() throws Exception {
        OutputStream keyboard = typing();
        program(() -> {
            Task<String> line = spawn(AsyncFiles.stdin().readLine());
            for (int i = 0; i < 100; i++) {
                await(sleep(0));
            }
            assertThat(line.isDone()).isFalse();
            type(keyboard, "at last\n");
            assertThat(await(line)).isEqualTo("at last\n");
        });
    }

    @Test
    void aCancelledReadLosesNothingAlsoForTheNextLoop() throws Exception {
        OutputStream keyboard = typing();
        program(() -> {
            Task<String> line = spawn(AsyncFiles.stdin().readLine());
            await(sleep(0));
            line.cancel();
            assertThatThrownBy(() -> await(line)).isInstanceOf(CancelledError.class);
            type(keyboard, "one\ntwo\n");
            assertThat(await(AsyncFiles.stdin().readLine())).isEqualTo("one\n");
            Task<String> abandoned = spawn(AsyncFiles.stdin().readLine());
            assertThat(await(abandoned)).isEqualTo("two\n");
            type(keyboard, "three\nfour\n");
            assertThat(await(AsyncFiles.stdin().readLine())).isEqualTo("three\n");
        });
        program(() -> assertThat(await(AsyncFiles.stdin().readLine())).isEqualTo("four\n"));
        program(() -> {
            spawn(AsyncFiles.stdin().readLine());
            await(sleep(0));
        });
        type(keyboard, "five\n");
        program(() -> assertThat(await(AsyncFiles.stdin().readLine())).isEqualTo("five\n"));
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        OutputStream keyboard = typing();
        program(() -> {
            AsyncTextFile stdin = AsyncFiles.stdin();
            Task<String> line = spawn(stdin.readLine());
            await(sleep(0));
            await(sleep(0));
            stdin.close();
            assertThatThrownBy(() -> await(line)).isInstanceOf(ClosedChannelException.class);
            type(keyboard, "for the next\n");
            assertThat(await(AsyncFiles.stdin().readLine())).isEqualTo("for the next\n");
        });
    }

    @Test
    void aBrokenInputRaises() throws Exception {
        System.setIn(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("unplugged");
            }
        });
        program(() -> assertThatThrownBy(() -> await(AsyncFiles.stdin().readLine())).isInstanceOf(IOException.class)
                .hasMessage("<stdin>: read failed: unplugged"));
    }

    @Test
    void whatIsWrittenIsPrintedAtOnceAndInOrder() throws Exception {
        ByteArrayOutputStream screen = printing();
        program(() -> {
            await(AsyncFiles.stdout().write("\u00e4 "));
            System.out.print("between ");
            await(AsyncFiles.stdout().bytes().write(new byte[]{'b'}));
            assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("\u00e4 between b");
            AsyncFiles.stdout().close();
            await(AsyncFiles.stdout().write("!"));
            System.out.print("open");
        });
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("\u00e4 between b!open");
    }

    @Test
    void standardErrorIsThereToo() throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        System.setErr(new PrintStream(screen, true, StandardCharsets.UTF_8));
        program(() -> await(AsyncFiles.stderr().write("trouble\n")));
        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("trouble\n");
    }

    @Test
    void aReaderThatIsGoneRaises() throws Exception {
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        }));
        program(() -> assertThatThrownBy(() -> await(AsyncFiles.stdout().write("x"))).isInstanceOf(IOException.class)
                .hasMessage(
                        "<stdout>: write failed after 0 of 1 bytes: the stream is broken: its reader is gone, or its disk full"));
    }

    @Test
    void theStreamsHaveOneDirection() throws Exception {
        program(() -> {
            assertThatThrownBy(() -> await(AsyncFiles.stdin().write("x"))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> await(AsyncFiles.stdout().readLine())).isInstanceOf(IllegalStateException.class);
            assertThat(AsyncFiles.stdin()).hasToString("<AsyncTextFile <stdin> readable>");
        });
    }
}
