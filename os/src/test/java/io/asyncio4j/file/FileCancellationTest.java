package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.Asyncio.toThread;
import static io.asyncio4j.file.Program.fifo;
import static io.asyncio4j.file.Program.program;
import static io.asyncio4j.file.Program.spawn;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.runner.Runner;
import io.asyncio4j.task.CancelledError;
import io.asyncio4j.task.Task;
import io.asyncio4j.testing.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a cancellation does at every await: in line, before a thread has begun, and while the disk works. A named pipe is
/// a disk that works as long as the test wants.
class FileCancellationTest {
    private static final int MORE_THAN_A_PIPE_HOLDS = 1 << 20;

    @TempDir
    Path directory;
    private final HeldExecutor executor = new HeldExecutor();
    private final FileOptions held = FileOptions.DEFAULT.withExecutor(executor);
    private Path path;

    @BeforeEach
    void aFile() throws Exception {
        path = Files.writeString(directory.resolve("file"), "one\ntwo\n");
    }

    private static void cancel(Task<?> task) {
        task.cancel();
        assertThatThrownBy(() -> await(task)).isInstanceOf(CancelledError.class);
    }

    /// Descriptors of this process for a path.
    private static long open(Path path) throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> {
                try {
                    return Files.readSymbolicLink(each).equals(path.toRealPath());
                } catch (Exception gone) {
                    return false;
                }
            }).count();
        }
    }

    // ---- in line

    @Test
    void anOperationInLineHasDoneNothing() throws Exception {
        program(() -> asyncWith(AsyncFiles.open(path, held, READ, WRITE), file -> {
            executor.hold();
            Task<String> first = spawn(file.readLine());
            Task<Integer> second = spawn(file.write("X"));
            Task<String> third = spawn(file.readLine());
            await(sleep(0));
            cancel(second);
            executor.letGo();
            assertThat(await(first)).isEqualTo("one\n");
            assertThat(await(third)).isEqualTo("two\n");
        }));
        assertThat(Files.readString(path)).isEqualTo("one\ntwo\n");
    }

    // ---- before a thread has begun

    @Test
    void aReadThatNoThreadHasBegunIsTakenBack() throws Exception {
        program(() -> asyncWith(AsyncFiles.open(path, held), file -> {
            executor.hold();
            Task<String> read = spawn(file.readLine());
            await(sleep(0));
            assertThat(executor.waiting()).isEqualTo(1);
            cancel(read);
            executor.letGo();
            assertThat(await(file.tell())).isZero();
            assertThat(await(file.readLine())).isEqualTo("one\n");
        }));
    }

    @Test
    void aWriteThatNoThreadHasBegunIsTakenBackAndWhatWasGatheredStays() throws Exception {
        program(() -> asyncWith(AsyncFiles.open(path, held, WRITE), file -> {
            await(file.write("ONE"));
            executor.hold();
            Task<Integer> write = spawn(file.write("x".repeat(100_000)));
            await(sleep(0));
            cancel(write);
            Task<Void> flush = spawn(file.flush());
            await(sleep(0));
            cancel(flush);
            executor.letGo();
            assertThat(await(file.tell())).isEqualTo(3);
        }));
        assertThat(Files.readString(path)).isEqualTo("ONE\ntwo\n");
    }

    @Test
    void anOpeningThatNoThreadHasBegunOpensNothing() throws Exception {
        Path fresh = directory.resolve("fresh");
        program(() -> {
            executor.hold();
            Task<AsyncTextFile> opening = spawn(AsyncFiles.open(fresh, held, WRITE, CREATE));
            await(sleep(0));
            cancel(opening);
            executor.letGo();
        });
        assertThat(fresh).doesNotExist();
    }

    @Test
    void closingHappensAllTheSame() throws Exception {
        program(() -> {
            AsyncTextFile file = await(AsyncFiles.open(path, held, WRITE));
            await(file.write("ONE"));
            executor.hold();
            Task<Void> closing = spawn(file.aclose());
            await(sleep(0));
            closing.cancel();
            await(sleep(0));
            assertThat(closing.isDone()).as("waits to the end").isFalse();
            closing.cancel();
            assertThatThrownBy(() -> await(closing)).as("the second time it does not")
                    .isInstanceOf(CancelledError.class);
            executor.letGo();
            await(file.aclose());
            assertThat(open(path)).isZero();
        });
        assertThat(Files.readString(path)).isEqualTo("ONE\ntwo\n");
    }

    @Test
    void aBlockThatIsCancelledClosesItsFile() throws Exception {
        program(() -> {
            Task<Void> block = spawn(() -> {
                asyncWith(AsyncFiles.open(path, WRITE), file -> {
                    await(file.write("ONE"));
                    await(sleep(3600));
                });
                return null;
            });
            await(sleep(1));
            cancel(block);
            assertThat(open(path)).isZero();
        });
        assertThat(Files.readString(path)).isEqualTo("ONE\ntwo\n");
    }

    // ---- while the disk works

    @Test
    void aReadUnderWayIsLeftAtOnceAndWhatItReadsIsForTheNext() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        program(() -> asyncWith(AsyncFiles.open(pipe, READ, WRITE), file -> {
            Task<String> read = spawn(file.readLine());
            await(toThread(() -> waitUntilReading(pipe)));
            cancel(read);
            await(toThread(() -> write(pipe, "first\nsecond\n")));
            assertThat(await(file.readLine())).isEqualTo("first\n");
            assertThat(await(file.readLine())).isEqualTo("second\n");
        }));
    }

    @Test
    void whatALeftReadHasBroughtIsThereBeforeItsCallbacksHaveRun() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        program(() -> asyncWith(AsyncFiles.open(pipe, READ, WRITE), file -> {
            Task<String> read = spawn(file.readLine());
            await(toThread(() -> waitUntilReading(pipe)));
            cancel(read);
            write(pipe, "first\nsecond\n");
            while (inStack("ExecutorJob", "run")) {
                Thread.onSpinWait();
            }
            await(sleep(0)); // behind the end of the read, before what that end schedules
            assertThat(await(file.readLine())).isEqualTo("first\n");
            assertThat(await(file.readLine())).isEqualTo("second\n");
        }));
    }

    @Test
    void closingEndsAReadOfAPipeThatWouldWaitForEver() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        program(() -> {
            AsyncTextFile file = await(AsyncFiles.open(pipe, READ, WRITE));
            Task<String> waiting = spawn(file.readLine());
            await(toThread(() -> waitUntilReading(pipe)));
            file.close();
            assertThatThrownBy(() -> await(waiting)).isInstanceOf(ClosedChannelException.class)
                    .hasMessage("read refused: closed file " + pipe + "; open it again");
            AsyncTextFile again = await(AsyncFiles.open(pipe, READ, WRITE));
            Task<String> cancelled = spawn(again.readLine());
            await(toThread(() -> waitUntilReading(pipe)));
            cancel(cancelled);
            again.close();
            assertThat(open(pipe)).isZero();
        });
    }

    @Test
    void aWriteUnderWayIsDoneWholeBeforeTheCancellationComesOut() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        program(() -> asyncWith(AsyncFiles.openBytes(pipe, READ, WRITE), file -> {
            try (InputStream reader = Files.newInputStream(pipe)) {
                byte[] all = new byte[MORE_THAN_A_PIPE_HOLDS];
                Task<Integer> write = spawn(file.write(all));
                await(toThread(() -> reader.readNBytes(100)));
                write.cancel();
                await(sleep(0));
                assertThat(write.isDone()).isFalse();
                assertThat(await(toThread(() -> reader.readNBytes(all.length - 100)))).hasSize(all.length - 100);
                assertThatThrownBy(() -> await(write)).isInstanceOf(CancelledError.class);
                assertThat(file.file.position()).isEqualTo(all.length);
            }
        }));
    }

    @Test
    void aWriteCancelledTwiceIsLeftAndTheNextOperationWaitsForIt() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        program(() -> asyncWith(AsyncFiles.openBytes(pipe, READ, WRITE), file -> {
            try (InputStream reader = Files.newInputStream(pipe)) {
                byte[] all = new byte[MORE_THAN_A_PIPE_HOLDS];
                Task<Integer> write = spawn(file.write(all));
                await(toThread(() -> reader.readNBytes(100)));
                write.cancel();
                await(sleep(0));
                write.cancel();
                assertThatThrownBy(() -> await(write)).isInstanceOf(CancelledError.class);
                Task<Integer> next = spawn(file.write(new byte[]{1}));
                await(sleep(0));
                assertThat(next.isDone()).isFalse();
                await(toThread(() -> reader.readNBytes(all.length - 100)));
                await(next);
                await(file.flush());
                assertThat(await(toThread(() -> reader.read()))).isEqualTo(1);
            }
        }));
    }

    @Test
    void aWriteThatFailsAfterItsCancellationReportsTheFailure() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        program(() -> {
            AsyncTextFile[] file = new AsyncTextFile[1];
            Task<Void> opening = spawn(() -> {
                file[0] = await(AsyncFiles.open(pipe, WRITE));
                return null;
            });
            InputStream reader = await(toThread(() -> Files.newInputStream(pipe)));
            await(opening);
            Task<Integer> write = spawn(file[0].write("x".repeat(MORE_THAN_A_PIPE_HOLDS)));
            await(toThread(() -> reader.readNBytes(100)));
            write.cancel();
            await(sleep(0));
            reader.close();
            assertThatThrownBy(() -> await(write)).isInstanceOf(FileSystemException.class)
                    .hasMessageMatching(pipe + ": write failed after \\d+ of " + MORE_THAN_A_PIPE_HOLDS
                            + " bytes: Broken pipe");
            file[0].close();
        });
    }

    @Test
    void anOpeningUnderWayIsLeftAtOnceAndClosedWhenItComes() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        program(() -> {
            Task<AsyncTextFile> opening = spawn(AsyncFiles.open(pipe, READ));
            await(toThread(() -> waitForStack("ChannelDevice", "open")));
            cancel(opening);
            OutputStream writer = await(toThread(() -> Files.newOutputStream(pipe)));
            // The other end of the pipe is gone as soon as the file is closed.
            assertThatThrownBy(() -> await(toThread(() -> {
                while (true) {
                    writer.write(1);
                }
            }))).isInstanceOf(IOException.class).hasMessage("Broken pipe");
            writer.close();
        });
    }

    @Test
    void aWholeJobUnderWayEndsBeforeTheCancellationComesOut() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        Path copy = directory.resolve("copy");
        program(() -> {
            Task<Path> copying = spawn(AsyncFiles.copy(path, copy));
            copying.cancel();
            assertThatThrownBy(() -> await(copying)).isInstanceOf(CancelledError.class);
            assertThat(copy).doesNotExist();

            Task<byte[]> reading = spawn(AsyncFiles.readBytes(pipe));
            OutputStream writer = await(toThread(() -> Files.newOutputStream(pipe)));
            reading.cancel();
            await(sleep(0));
            assertThat(reading.isDone()).isFalse();
            writer.close();
            assertThatThrownBy(() -> await(reading)).isInstanceOf(CancelledError.class);
        });
    }

    @Test
    void aReadCancelledWhileTheWriteBeforeItIsUnderWayTakesNothing() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        program(() -> asyncWith(AsyncFiles.openBytes(pipe, READ, WRITE), file -> {
            // A full pipe: the write that a read has to wait for blocks until somebody has read.
            byte[] first = new byte[WriteBuffer.CAPACITY];
            await(file.write(first));
            await(file.flush());
            await(file.write(new byte[]{1, 2, 3}));
            Task<byte[]> read = spawn(file.read(5));
            await(toThread(() -> waitForStack("ChannelDevice", "write")));
            read.cancel();
            await(sleep(0));
            assertThat(read.isDone()).isFalse();
            try (InputStream reader = Files.newInputStream(pipe)) {
                await(toThread(() -> reader.readNBytes(first.length)));
                assertThatThrownBy(() -> await(read)).isInstanceOf(CancelledError.class);
            }
            assertThat(await(file.read(3))).containsExactly(1, 2, 3);
        }));
    }

    // ---- shutdown

    @Test
    void theEndOfTheLoopDoesNotKeepAFileFromBeingWrittenAndClosed() throws Exception {
        program(() -> {
            spawn(() -> {
                asyncWith(AsyncFiles.open(path, WRITE), file -> {
                    await(file.write("ONE"));
                    await(sleep(3600));
                });
                return null;
            });
            await(sleep(1));
        });
        assertThat(Files.readString(path)).isEqualTo("ONE\ntwo\n");
        assertThat(open(path)).isZero();
    }

    @Test
    void anAbandonedReadDoesNotKeepTheLoopFromEnding() throws Exception {
        Path pipe = fifo(directory.resolve("pipe"));
        Executor own = task -> Thread.ofPlatform().daemon().start(task);
        try (Runner runner = new Runner(null, VirtualTime::newLoop)) {
            runner.run(() -> {
                asyncWith(AsyncFiles.open(pipe, FileOptions.DEFAULT.withExecutor(own), READ, WRITE), file -> {
                    Task<String> read = spawn(file.readLine());
                    await(toThread(() -> waitUntilReading(pipe)));
                    cancel(read);
                });
                return null;
            });
        }
        assertThat(open(pipe)).isZero();
    }

    private static Void write(Path pipe, String text) throws Exception {
        try (OutputStream writer = Files.newOutputStream(pipe)) {
            writer.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return null;
    }

    private static Void waitUntilReading(Path pipe) {
        return waitForStack("ChannelDevice", "read");
    }

    /// Waits until some thread is in this method of the room.
    private static Void waitForStack(String type, String method) {
        while (!inStack(type, method)) {
            Thread.onSpinWait();
        }
        return null;
    }

    private static boolean inStack(String type, String method) {
        return threads().stream().anyMatch(stack -> Stream.of(stack).anyMatch(
                frame -> frame.getClassName().endsWith("." + type) && frame.getMethodName().equals(method)));
    }

    private static List<StackTraceElement[]> threads() {
        return List.copyOf(Thread.getAllStackTraces().values());
    }
}
