package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.file.Program.program;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.loop.EventLoop;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that nobody closes.
class UnclosedFileTest {
    @TempDir
    Path directory;

    @Test
    void theEndOfTheLoopWritesClosesAndReportsThem() throws Exception {
        Path path = directory.resolve("file");
        try (Logged logged = new Logged()) {
            program(() -> {
                AsyncTextFile file = await(AsyncFiles.open(path, WRITE, CREATE));
                await(file.write("kept"));
            });
            assertThat(logged.lines()).containsExactly("unclosed file: " + path
                    + "; its last 4 bytes were written now; open files with asyncWith or try");
        }
        assertThat(Files.readString(path)).isEqualTo("kept");
    }

    @Test
    void afterTheEndOfTheLoopTheyAreClosed() throws Exception {
        Path path = directory.resolve("file");
        AsyncTextFile[] file = new AsyncTextFile[1];
        try (Logged logged = new Logged()) {
            program(() -> file[0] = await(AsyncFiles.open(path, WRITE, CREATE)));
            assertThat(logged.lines()).hasSize(1);
        }
        assertThat(file[0].isClosed()).isTrue();
        file[0].close();
        program(() -> assertThatThrownBy(() -> await(file[0].tell())).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void debugModeSaysWhereTheyWereOpened() throws Exception {
        Path path = Files.createFile(directory.resolve("file"));
        try (Logged logged = new Logged()) {
            program(() -> {
                EventLoop.running().setDebug(true);
                await(AsyncFiles.open(path));
            });
            assertThat(logged.lines()).singleElement().asString()
                    .startsWith("unclosed file: " + path + "; open files with asyncWith or try; opened at [")
                    .contains("UnclosedFileTest.java");
        }
    }

    @Test
    void whatCannotBeWrittenAnyMoreIsReported() throws Exception {
        try (Logged logged = new Logged()) {
            program(() -> {
                AsyncTextFile file = await(AsyncFiles.open(Path.of("/dev/full"), WRITE));
                await(file.write("lost"));
            });
            assertThat(logged.lines())
                    .containsExactly("unclosed file: /dev/full; closing it failed now: /dev/full: write"
                            + " failed after 0 of 4 bytes: No space left on device; open files with asyncWith or try");
        }
    }

    @Test
    void aFileThatNobodyHasAnyMoreIsClosedAtTheNextOpening() throws Exception {
        Path path = directory.resolve("file");
        Path other = Files.createFile(directory.resolve("other"));
        try (Logged logged = new Logged()) {
            program(() -> {
                WeakReference<Object> forgotten = openAndForget(path);
                while (!forgotten.refersTo(null)) {
                    System.gc();
                }
                while (logged.lines().isEmpty()) {
                    await(AsyncFiles.open(other)).close();
                }
                assertThat(logged.lines()).singleElement().asString().startsWith("unclosed file: " + path);
                assertThat(Files.readString(path)).isEqualTo("kept");
            });
            assertThat(logged.lines()).hasSize(1);
        }
    }

    private static WeakReference<Object> openAndForget(Path path) throws Exception {
        AsyncTextFile file = await(AsyncFiles.open(path, WRITE, CREATE));
        await(file.write("kept"));
        return new WeakReference<>(file.handle);
    }

    @Test
    void closedFilesAreNotReported() throws Exception {
        try (Logged logged = new Logged()) {
            program(() -> {
                await(AsyncFiles.open(directory.resolve("file"), WRITE, CREATE)).close();
                AsyncFiles.stdin();
                AsyncFiles.stdout();
            });
            assertThat(logged.lines()).isEmpty();
        }
    }
}
