package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncFor;
import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.file.Program.program;
import static io.asyncio4j.file.Program.spawn;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncAction;
import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole jobs. Holds what aiofiles' tests hold for them (test_os.py, test_tempfile.py).
class AsyncFilesTest {
    @TempDir
    Path directory;

    private Path file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void wholeContentsAreReadAndWritten() throws Exception {
        Path path = directory.resolve("file");
        program(() -> {
            await(AsyncFiles.writeString(path, "\u00e4\r\n"));
            assertThat(await(AsyncFiles.readString(path))).isEqualTo("\u00e4\r\n");
            await(AsyncFiles.writeString(path, "\u00e4", StandardCharsets.ISO_8859_1));
            assertThat(await(AsyncFiles.readBytes(path))).containsExactly(0xE4);
            assertThat(await(AsyncFiles.readString(path, StandardCharsets.ISO_8859_1))).isEqualTo("\u00e4");
            assertThatThrownBy(() -> await(AsyncFiles.readString(path))).isInstanceOf(MalformedTextException.class)
                    .hasMessageContaining("byte 0 (E4)");
            await(AsyncFiles.writeBytes(path, new byte[]{'!'}, APPEND));
            assertThat(await(AsyncFiles.readBytes(path))).containsExactly(0xE4, '!');
            assertThatThrownBy(() -> await(AsyncFiles.readString(directory.resolve("missing"))))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> await(AsyncFiles.readBytes(directory))).isInstanceOf(FileSystemException.class)
                    .hasMessageStartingWith(directory + ": read failed: ");
        });
    }

    @Test
    void filesAreCopiedMovedAndDeleted() throws Exception {
        Path path = file("file", "content");
        Path copy = directory.resolve("copy");
        Path moved = directory.resolve("moved");
        program(() -> {
            assertThat(await(AsyncFiles.copy(path, copy))).isEqualTo(copy);
            assertThat(copy).hasContent("content");
            assertThatThrownBy(() -> await(AsyncFiles.copy(path, copy)))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(await(AsyncFiles.move(copy, moved))).isEqualTo(moved);
            assertThat(copy).doesNotExist();
            await(AsyncFiles.move(path, moved, StandardCopyOption.REPLACE_EXISTING));
            await(AsyncFiles.delete(moved));
            assertThatThrownBy(() -> await(AsyncFiles.delete(moved))).isInstanceOf(NoSuchFileException.class);
            assertThat(await(AsyncFiles.deleteIfExists(moved))).isFalse();
        });
    }

    @Test
    void aFailureSaysWhatWasDoneWhatIsWrongAndWhatToDoAndKeepsItsType() throws Exception {
        Path file = file("file", "content");
        Path missing = directory.resolve("missing");
        Path far = directory.resolve("no/where/to");
        String noName = " failed: no such file or directory in " + directory + "; check the name";
        String noWay = " failed: no directory " + directory.resolve("no") + "; check the path or create it first";
        String taken = " failed: it is there already; choose another name or delete it first";
        String here = " failed: no such file or directory in " + Path.of("").toAbsolutePath() + "; check the name";
        program(() -> {
            fails(() -> await(AsyncFiles.readString(missing)), NoSuchFileException.class, missing + ": open" + noName);
            fails(() -> await(AsyncFiles.readBytes(Path.of("missing"))), NoSuchFileException.class,
                    "missing: open" + here);
            fails(() -> await(AsyncFiles.openBytes(missing, APPEND)), NoSuchFileException.class,
                    missing + ": open" + noName + ", or give CREATE to have it made");
            fails(() -> await(AsyncFiles.writeString(far, "x")), NoSuchFileException.class, far + ": open" + noWay);
            fails(() -> await(AsyncFiles.size(missing)), NoSuchFileException.class, missing + ": size" + noName);
            fails(() -> await(AsyncFiles.stat(missing)), NoSuchFileException.class, missing + ": stat" + noName);
            fails(() -> await(AsyncFiles.copy(missing, far)), NoSuchFileException.class, missing + ": copy" + noName);
            fails(() -> await(AsyncFiles.move(missing, far)), NoSuchFileException.class,
                    missing + ": move" + noName);
            fails(() -> await(AsyncFiles.move(file, far)), NoSuchFileException.class,
                    file + " -> " + far + ": move" + noWay);
            fails(() -> await(AsyncFiles.createDirectory(file)), FileAlreadyExistsException.class,
                    file + ": createDirectory" + taken);
            fails(() -> await(AsyncFiles.delete(directory)), DirectoryNotEmptyException.class,
                    directory + ": delete failed: the directory is not empty; delete what it has first");
            fails(() -> await(AsyncFiles.list(file)), NotDirectoryException.class,
                    file + ": list failed: it is no directory");
            fails(() -> await(AsyncFiles.open(directory, WRITE)), FileSystemException.class,
                    directory + ": open failed: is a directory");
            fails(() -> await(AsyncFiles.namedTemporaryFile(missing, "a", "b")), NoSuchFileException.class,
                    "create temporary file failed: no directory " + missing + "; check the path or create it first");
            fails(() -> AsyncFiles.walk(missing).anext(), NoSuchFileException.class, missing + ": walk" + noName);
        });
    }

    private static void fails(AsyncAction call, Class<? extends FileSystemException> type, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(type, failure -> {
            assertThat(failure.getMessage()).endsWith(message);
            assertThat(failure).hasToString(type.getName() + ": " + failure.getMessage());
            assertThat(failure.getFile()).isNotNull();
        });
    }

    @Test
    void directoriesAreMadeListedAndDeleted() throws Exception {
        program(() -> {
            Path one = await(AsyncFiles.createDirectory(directory.resolve("one")));
            assertThat(await(AsyncFiles.list(one))).isEmpty();
            assertThatThrownBy(() -> await(AsyncFiles.createDirectory(one)))
                    .isInstanceOf(FileAlreadyExistsException.class);
            await(AsyncFiles.createDirectories(one.resolve("two/three")));
            await(AsyncFiles.writeString(one.resolve("file"), ""));
            assertThat(await(AsyncFiles.list(one))).containsExactlyInAnyOrder(one.resolve("two"), one.resolve("file"));
            assertThatThrownBy(() -> await(AsyncFiles.delete(one))).isInstanceOf(DirectoryNotEmptyException.class);
            assertThatThrownBy(() -> await(AsyncFiles.list(directory.resolve("missing"))))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> await(AsyncFiles.list(one.resolve("file"))))
                    .isInstanceOf(NotDirectoryException.class);
        });
    }

    @Test
    void linksAreMadeAndRead() throws Exception {
        Path path = file("file", "content");
        program(() -> {
            Path symbolic = await(AsyncFiles.createSymbolicLink(directory.resolve("symbolic"), path));
            Path hard = await(AsyncFiles.createLink(directory.resolve("hard"), path));
            assertThat(await(AsyncFiles.readSymbolicLink(symbolic))).isEqualTo(path);
            assertThat(await(AsyncFiles.isSymbolicLink(symbolic))).isTrue();
            assertThat(await(AsyncFiles.isSymbolicLink(hard))).isFalse();
            assertThat(await(AsyncFiles.isSameFile(hard, symbolic))).isTrue();
        });
    }

    @Test
    void questionsAreAnswered() throws Exception {
        Path path = file("file", "content");
        program(() -> {
            BasicFileAttributes attributes = await(AsyncFiles.stat(path));
            assertThat(attributes.size()).isEqualTo(7);
            assertThat(attributes.isRegularFile()).isTrue();
            assertThat(await(AsyncFiles.stat(path, PosixFileAttributes.class)).owner()).isEqualTo(Files.getOwner(path));
            assertThat(await(AsyncFiles.size(path))).isEqualTo(7);
            assertThat(await(AsyncFiles.exists(path))).isTrue();
            assertThat(await(AsyncFiles.exists(directory.resolve("missing")))).isFalse();
            assertThat(await(AsyncFiles.isRegularFile(path))).isTrue();
            assertThat(await(AsyncFiles.isRegularFile(directory))).isFalse();
            assertThat(await(AsyncFiles.isDirectory(directory))).isTrue();
            assertThatThrownBy(() -> await(AsyncFiles.stat(directory.resolve("missing"))))
                    .isInstanceOf(NoSuchFileException.class);
        });
    }

    @Test
    void walkGivesATreeInTheOrderOfNames() throws Exception {
        Files.createDirectories(directory.resolve("b/c"));
        Files.createSymbolicLink(directory.resolve("b/loop"), directory);
        List<Path> expected = new ArrayList<>(List.of(directory, file("a", ""), directory.resolve("b"),
                directory.resolve("b/c")));
        for (int i = 0; i < 2500; i++) {
            expected.add(file("b/c/" + (10_000 + i), ""));
        }
        expected.addAll(List.of(directory.resolve("b/loop"), file("d", "")));
        program(() -> {
            List<Path> all = new ArrayList<>();
            asyncFor(AsyncFiles.walk(directory)).forEach(all::add);
            assertThat(all).isEqualTo(expected);
        });
    }

    @Test
    void walkOfNothingRaisesAndOfAFileGivesIt() throws Exception {
        Path path = file("file", "");
        program(() -> {
            List<Path> all = new ArrayList<>();
            asyncFor(AsyncFiles.walk(path)).forEach(all::add);
            assertThat(all).containsExactly(path);
            AsyncIterator<Path> missing = AsyncFiles.walk(directory.resolve("missing"));
            assertThatThrownBy(missing::anext).isInstanceOf(NoSuchFileException.class);
            assertThat(asyncFor(missing)).isEmpty();
        });
    }

    @Test
    void aTemporaryFileHasNoNameAndIsGoneAtTheEnd() throws Exception {
        program(() -> asyncWith(AsyncFiles.temporaryFile(), file -> {
            await(file.write("Hello\nWorld!\n".getBytes(StandardCharsets.UTF_8)));
            await(file.seek(0));
            assertThat(await(file.text().readLines())).containsExactly("Hello\n", "World!\n");
            assertThat(Path.of(file.name())).doesNotExist();
        }));
    }

    @Test
    void aNamedTemporaryFileIsItsOwnersAndIsDeletedAtTheEnd() throws Exception {
        program(() -> {
            List<Path> paths = new ArrayList<>();
            asyncWith(AsyncFiles.namedTemporaryFile(directory, "pre", ".suf"), file -> {
                Path path = Path.of(file.name());
                paths.add(path);
                assertThat(path).exists().hasParent(directory);
                assertThat(path.getFileName().toString()).startsWith("pre").endsWith(".suf");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
                await(file.write(new byte[]{'x'}));
                await(file.flush());
                assertThat(path).hasContent("x");
            });
            assertThat(paths.getFirst()).doesNotExist();
            asyncWith(AsyncFiles.namedTemporaryFile("pre", ".suf"), file -> Files.delete(Path.of(file.name())));
        });
    }

    @Test
    void aTemporaryDirectoryIsDeletedWithAllThatIsInIt() throws Exception {
        Path outside = file("outside", "kept");
        program(() -> {
            List<Path> paths = new ArrayList<>();
            asyncWith(AsyncFiles.temporaryDirectory(directory, "pre"), path -> {
                paths.add(path);
                assertThat(path).isDirectory().hasParent(directory);
                assertThat(path.getFileName().toString()).startsWith("pre");
                await(AsyncFiles.createDirectories(path.resolve("a/b")));
                await(AsyncFiles.writeString(path.resolve("a/b/c"), "x"));
                await(AsyncFiles.createSymbolicLink(path.resolve("link"), outside));
            });
            assertThat(paths.getFirst()).doesNotExist();
            assertThat(outside).hasContent("kept");
            asyncWith(AsyncFiles.temporaryDirectory("pre"), path -> Files.delete(path));
        });
    }

    @Test
    void aCancelledBlockDeletesItsTemporaryDirectory() throws Exception {
        program(() -> {
            Task<Void> block = spawn(() -> {
                asyncWith(AsyncFiles.temporaryDirectory(directory, "pre"), path -> await(sleep(3600)));
                return null;
            });
            await(sleep(1));
            assertThat(Files.list(directory)).hasSize(1);
            block.cancel();
            assertThatThrownBy(() -> await(block)).isInstanceOf(CancelledError.class);
            assertThat(Files.list(directory)).isEmpty();
        });
    }
}
