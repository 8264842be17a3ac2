package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.file.Program.program;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ways into a file and out of it. Holds what aiofiles' tests hold (test_open.py, the close tests of the others).
class OpeningTest {
    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void aFile() throws Exception {
        path = Files.writeString(directory.resolve("file"), "0123456789");
    }

    @Test
    void awaitingAnOpeningGivesTheFile() throws Exception {
        program(() -> {
            try (AsyncTextFile file = await(AsyncFiles.open(path))) {
                assertThat(await(file.read())).isEqualTo("0123456789");
            }
        });
    }

    @Test
    void nothingIsOpenedBeforeAndEachAwaitOpensAnew() throws Exception {
        Path fresh = directory.resolve("fresh");
        program(() -> {
            Opening<AsyncTextFile> opening = AsyncFiles.open(fresh, WRITE, CREATE);
            assertThat(fresh).doesNotExist();
            try (AsyncTextFile one = await(opening); AsyncTextFile other = await(opening)) {
                assertThat(one).isNotSameAs(other);
            }
            assertThat(fresh).exists();
        });
    }

    @Test
    void anOpeningIsInOneBlockAtATime() throws Exception {
        program(() -> {
            Opening<AsyncTextFile> opening = AsyncFiles.open(path);
            asyncWith(opening, outer -> assertThatThrownBy(() -> asyncWith(opening, inner -> {
            })).isInstanceOf(IllegalStateException.class).hasMessageContaining("in a block already"));
            asyncWith(opening, file -> assertThat(await(file.read(1))).isEqualTo("0"));
            Opening<AsyncTextFile> missing = AsyncFiles.open(directory.resolve("missing"));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> asyncWith(missing, file -> {
                })).isInstanceOf(NoSuchFileException.class);
            }
        });
    }

    @Test
    void aMissingFileRaisesWhatTheJdkRaises() throws Exception {
        program(() -> {
            assertThatThrownBy(() -> await(AsyncFiles.open(directory.resolve("missing"))))
                    .isExactlyInstanceOf(NoSuchFileException.class).hasMessage(directory.resolve("missing")
                            + ": open failed: no such file or directory in " + directory + "; check the name");
            assertThatThrownBy(() -> asyncWith(AsyncFiles.openBytes(directory.resolve("missing")), file -> {
                throw new AssertionError("the body ran");
            })).isInstanceOf(NoSuchFileException.class);
        });
    }

    @Test
    void aDirectoryIsNoFile() throws Exception {
        program(() -> assertThatThrownBy(() -> await(AsyncFiles.open(directory)))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(directory + ": open failed: it is a directory; use list or walk"));
    }

    @Test
    void theBlockClosesTheFileAlsoWhenItsBodyFails() throws Exception {
        program(() -> {
            List<AsyncFile> opened = new ArrayList<>();
            IOException failure = new IOException("the body's");
            assertThatThrownBy(() -> asyncWith(AsyncFiles.open(path), file -> {
                opened.add(file);
                assertThat(file.isClosed()).isFalse();
                throw failure;
            })).isSameAs(failure);
            assertThat(opened.getFirst().isClosed()).isTrue();
        });
    }

    @Test
    void aFailureToCloseComesOutUnlessTheBodyHasFailed() throws Exception {
        program(() -> {
            assertThatThrownBy(() -> asyncWith(AsyncFiles.open(Path.of("/dev/full"), WRITE), file -> {
                await(file.write("lost"));
            })).isInstanceOf(FileSystemException.class)
                    .hasMessage("/dev/full: write failed after 0 of 4 bytes: No space left on device");
            IllegalStateException failure = new IllegalStateException("the body's");
            assertThatThrownBy(() -> asyncWith(AsyncFiles.open(Path.of("/dev/full"), WRITE), file -> {
                await(file.write("lost"));
                throw failure;
            })).isSameAs(failure).satisfies(thrown -> assertThat(thrown.getSuppressed()).singleElement()
                    .isInstanceOf(FileSystemException.class));
        });
    }

    @Test
    void everyOperationOfAClosedFileIsRefused() throws Exception {
        program(() -> {
            AsyncTextFile file = await(AsyncFiles.open(path, READ, WRITE));
            await(file.readLine());
            file.close();
            List<AsyncAction> operations = List.of(() -> await(file.read()), () -> await(file.read(1)),
                    () -> await(file.readLine()), () -> file.anext(), () -> await(file.write("x")),
                    () -> await(file.seek(0)), () -> await(file.tell()), () -> await(file.truncate()),
                    () -> await(file.flush()), () -> await(file.size()), () -> await(file.sync()),
                    () -> await(file.bytes().read(1)), () -> await(file.bytes().write(new byte[1])));
            for (AsyncAction operation : operations) {
                assertThatThrownBy(operation::run).isInstanceOf(ClosedChannelException.class)
                        .hasMessageMatching("\\w+ refused: closed file " + path + "; open it again");
            }
        });
    }

    @Test
    void closingTwiceDoesNothing() throws Exception {
        program(() -> {
            AsyncTextFile file = await(AsyncFiles.open(path, WRITE));
            await(file.write("new"));
            file.close();
            file.close();
            await(file.aclose());
        });
        assertThat(Files.readString(path)).isEqualTo("new3456789");
    }

    @Test
    void aPipeHasNoPositions() throws Exception {
        Path pipe = Program.fifo(directory.resolve("pipe"));
        program(() -> asyncWith(AsyncFiles.openBytes(pipe, READ, WRITE), file -> {
            assertThatThrownBy(() -> await(file.seek(0))).isInstanceOf(IOException.class)
                    .hasMessage("seek refused: " + pipe + " has no positions; it is no regular file");
            assertThatThrownBy(() -> await(file.tell())).isInstanceOf(IOException.class);
        }));
    }

    @Test
    void aFileOfAnotherLoopIsRefused() throws Exception {
        AsyncTextFile[] file = new AsyncTextFile[1];
        program(() -> {
            file[0] = await(AsyncFiles.open(path));
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    program(() -> assertThatThrownBy(() -> await(file[0].read()))
                            .isInstanceOf(IllegalStateException.class).hasMessageContaining("belongs to another loop"));
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            });
            thread.join();
            file[0].close();
        });
    }
}
