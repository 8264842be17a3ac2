package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncFor;
import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.Asyncio.gather;
import static io.asyncio4j.Asyncio.sleep;
import static io.asyncio4j.file.Program.program;
import static io.asyncio4j.file.Program.spawn;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.task.Task;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One file, several tasks.
class FileOrderTest {
    @TempDir
    Path directory;

    @Test
    void writesOfManyTasksAreWholeAndInTheOrderOfTheirAwaits() throws Exception {
        Path path = directory.resolve("log");
        program(() -> asyncWith(AsyncFiles.open(path, WRITE, CREATE), file -> {
            List<Awaitable<Integer>> writes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                // Some are larger than the buffer, and go to the disk by themselves.
                writes.add(file.write((i + ":" + "x".repeat(i % 7 == 0 ? 70_000 : 3_000)) + "\n"));
            }
            await(gather(writes));
        }));
        assertThat(Files.readAllLines(path)).extracting(line -> line.substring(0, line.indexOf(':')))
                .isEqualTo(IntStream.range(0, 50).mapToObj(Integer::toString).toList());
        assertThat(Files.readAllLines(path)).allMatch(line -> line.matches("\\d+:x+"));
    }

    @Test
    void readersOfOneFileShareItsLines() throws Exception {
        List<String> lines = IntStream.range(0, 20_000).mapToObj(i -> "line " + i).toList();
        Path path = Files.write(directory.resolve("lines"), lines);
        program(() -> asyncWith(AsyncFiles.open(path), file -> {
            List<Awaitable<List<String>>> readers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                readers.add(() -> {
                    List<String> mine = new ArrayList<>();
                    for (String line : asyncFor(file.lines())) {
                        mine.add(line);
                        if (mine.size() % 100 == 0) {
                            await(sleep(0));
                        }
                    }
                    return mine;
                });
            }
            List<String> all = await(gather(readers)).stream().flatMap(List::stream).toList();
            assertThat(all).hasSameSizeAs(lines);
            assertThat(new TreeSet<>(all)).isEqualTo(new TreeSet<>(lines));
        }));
    }

    @Test
    void anOperationDoesNotOvertakeThoseThatWait() throws Exception {
        Path path = Files.writeString(directory.resolve("file"), "abcdef");
        HeldExecutor executor = new HeldExecutor();
        program(() -> asyncWith(AsyncFiles.openBytes(path, FileOptions.DEFAULT.withExecutor(executor), READ, WRITE),
                file -> {
                    executor.hold();
                    Task<byte[]> first = spawn(file.read(2));
                    Task<Integer> second = spawn(file.write(new byte[]{'X'}));
                    Task<byte[]> third = spawn(file.read(1));
                    await(sleep(0));
                    Task<Long> fourth = spawn(file.tell());
                    await(sleep(0));
                    assertThat(executor.waiting()).as("one call at a time").isEqualTo(1);
                    executor.letGo();
                    assertThat(await(first)).containsExactly('a', 'b');
                    await(second);
                    assertThat(await(third)).containsExactly('d');
                    assertThat(await(fourth)).isEqualTo(4);
                }));
        assertThat(Files.readString(path)).isEqualTo("abXdef");
    }

    @Test
    void closingWaitsForTheOperationsBeforeItAndRefusesThoseBehind() throws Exception {
        Path path = directory.resolve("file");
        HeldExecutor executor = new HeldExecutor();
        program(() -> {
            AsyncTextFile file = await(
                    AsyncFiles.open(path, FileOptions.DEFAULT.withExecutor(executor), WRITE, CREATE));
            executor.hold();
            Task<Integer> large = spawn(file.write("x".repeat(100_000)));
            Task<Integer> small = spawn(file.write("y"));
            await(sleep(0));
            Task<Void> closing = spawn(file.aclose());
            Task<Integer> late = spawn(file.write("z"));
            await(sleep(0));
            assertThat(file.isClosed()).isTrue();
            assertThatThrownBy(() -> await(late)).isInstanceOf(ClosedChannelException.class);
            assertThat(closing.isDone()).isFalse();
            executor.letGo();
            await(closing);
            assertThat(await(large)).isEqualTo(100_000);
            assertThatThrownBy(() -> await(small)).as("had not begun").isInstanceOf(ClosedChannelException.class);
        });
        assertThat(Files.size(path)).isEqualTo(100_000);
    }
}
