package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.file.Program.program;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that are full, broken or not ours.
class DiskFailureTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path directory;
    private boolean mounted;

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    /// A disk of 64 KiB.
    private Path smallDisk() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "only root may mount a small disk");
        return disk;
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", directory.resolve("disk").toString())).isZero();
        }
    }

    @Test
    void aFullDiskRaisesWithHowMuchIsWrittenAndKeepsTheRest() throws Exception {
        Path disk = smallDisk();
        Path path = disk.resolve("file");
        Path filler = Files.write(disk.resolve("filler"), new byte[20 * 1024]);
        String text = "0123456789abcdef".repeat(3 * 1024);
        program(() -> asyncWith(AsyncFiles.open(path, WRITE, CREATE), file -> {
            await(file.write(text));
            assertThatThrownBy(() -> await(file.flush())).isInstanceOf(FileSystemException.class)
                    .hasMessage(path + ": write failed after 45056 of 49152 bytes: No space left on device");
            assertThat(await(file.tell())).isEqualTo(49152);
            Files.delete(filler);
            await(file.flush());
            assertThat(path).hasContent(text);
        }));
    }

    @Test
    void aWriteThatFindsTheDiskFullTakesNothing() throws Exception {
        Path disk = smallDisk();
        Path path = disk.resolve("file");
        Files.write(disk.resolve("filler"), new byte[60 * 1024]);
        program(() -> {
            AsyncTextFile file = await(AsyncFiles.open(path, WRITE, CREATE));
            await(file.write("x".repeat(60_000)));
            assertThatThrownBy(() -> await(file.write("y".repeat(10_000)))).isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("after 4096 of 60000 bytes");
            assertThat(await(file.tell())).isEqualTo(60_000);
            assertThatThrownBy(file::close).isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("after 0 of 55904 bytes");
            assertThat(file.isClosed()).isTrue();
        });
        assertThat(path).hasContent("x".repeat(4096));
    }

    @Test
    void aLargeWriteSaysHowMuchOfItIsInTheFile() throws Exception {
        Path disk = smallDisk();
        Path path = disk.resolve("file");
        program(() -> asyncWith(AsyncFiles.openBytes(path, WRITE, CREATE), file -> {
            assertThatThrownBy(() -> await(file.write(new byte[100_000]))).isInstanceOf(FileSystemException.class)
                    .hasMessage(path + ": write failed after 65536 of 100000 bytes: No space left on device");
            assertThat(await(file.tell())).isEqualTo(65536);
        }));
        assertThat(path).hasSize(65536);
    }

    @Test
    void aWholeFileSaysHowMuchOfItIsWritten() throws Exception {
        program(() -> assertThatThrownBy(() -> await(AsyncFiles.writeString(FULL, "text", WRITE)))
                .isInstanceOf(FileSystemException.class)
                .hasMessage("/dev/full: write failed after 0 of 4 bytes: No space left on device"));
    }

    @Test
    void aReadThatFailsNamesTheFile() throws Exception {
        Path memory = Path.of("/proc/self/mem");
        assumeTrue(Files.exists(memory), "there is a file that cannot be read at its start");
        program(() -> asyncWith(AsyncFiles.openBytes(memory),
                file -> assertThatThrownBy(() -> await(file.read(1))).isInstanceOf(FileSystemException.class)
                        .hasMessage(memory + ": read failed: Input/output error")));
    }

    @Test
    void filesOfOthersRaiseAccessDenied() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(secret)) {
            program(() -> expectDenied(secret));
            return;
        }
        // Root may do everything, unless it gives the right up.
        List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search",
                "--inh-caps", "-dac_override,-dac_read_search",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dasyncio4j.engine=thread", "-cp",
                System.getProperty("java.class.path"), DiskFailureTest.class.getName(), secret.toString()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(printed).isZero();
    }

    public static void main(String[] arguments) throws Exception {
        program(() -> expectDenied(Path.of(arguments[0])));
    }

    private static void expectDenied(Path secret) {
        assertThatThrownBy(() -> await(AsyncFiles.open(secret))).isInstanceOf(AccessDeniedException.class)
                .hasMessage(secret + ": open failed: permission denied to user " + System.getProperty("user.name")
                        + "; change the permissions or run as another user");
        assertThatThrownBy(() -> await(AsyncFiles.openBytes(secret, WRITE))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> await(AsyncFiles.readString(secret))).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> await(AsyncFiles.writeString(secret, "y"))).isInstanceOf(AccessDeniedException.class);
    }
}
