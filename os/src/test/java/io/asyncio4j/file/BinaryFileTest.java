package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncFor;
import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.file.Program.program;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of bytes. Holds what aiofiles' tests hold for them (test_binary.py).
class BinaryFileTest {
    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void aFile() throws Exception {
        path = Files.writeString(directory.resolve("bytes"), "one\r\ntwo\n\nend");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void linesEndWithNewlinesOnlyAndAreUnchanged() throws Exception {
        program(() -> asyncWith(AsyncFiles.openBytes(path), file -> {
            List<String> lines = new ArrayList<>();
            for (byte[] line : asyncFor(file)) {
                lines.add(text(line));
            }
            assertThat(lines).containsExactly("one\r\n", "two\n", "\n", "end");
            assertThat(await(file.readLine())).isEmpty();
        }));
    }

    @Test
    void readGivesAsManyAsAskedForOrAll() throws Exception {
        program(() -> asyncWith(AsyncFiles.openBytes(path), file -> {
            assertThat(text(await(file.read(4)))).isEqualTo("one\r");
            assertThat(await(file.read(0))).isEmpty();
            assertThat(text(await(file.read(100)))).isEqualTo("\ntwo\n\nend");
            assertThat(await(file.read(1))).isEmpty();
            assertThat(await(file.read())).isEmpty();
            await(file.seek(1));
            assertThat(text(await(file.read(-1)))).isEqualTo("ne\r\ntwo\n\nend");
        }));
    }

    @Test
    void readIntoFillsABuffer() throws Exception {
        program(() -> asyncWith(AsyncFiles.openBytes(path), file -> {
            ByteBuffer target = ByteBuffer.allocate(9);
            assertThat(await(file.readInto(target))).isEqualTo(9);
            assertThat(text(target.array())).isEqualTo("one\r\ntwo\n");
            assertThat(await(file.readInto(target))).isZero();
            assertThat(await(file.readInto(target.clear()))).isEqualTo(4);
            assertThat(target.position()).isEqualTo(4);
        }));
    }

    @Test
    void readSomeGivesWhatIsThere() throws Exception {
        Path pipe = Program.fifo(directory.resolve("pipe"));
        program(() -> asyncWith(AsyncFiles.openBytes(pipe, READ, WRITE), file -> {
            assertThat(file.isSeekable()).isFalse();
            await(file.write(bytes("abc")));
            assertThat(text(await(file.readSome(100)))).isEqualTo("abc");
            assertThatThrownBy(() -> file.readSome(-1)).isInstanceOf(IllegalArgumentException.class);
        }));
    }

    @Test
    void writingToAPipeDoesNotForgetWhatWasRead() throws Exception {
        Path pipe = Program.fifo(directory.resolve("pipe"));
        program(() -> asyncWith(AsyncFiles.openBytes(pipe, READ, WRITE), file -> {
            await(file.write(bytes("ab")));
            assertThat(text(await(file.read(1)))).isEqualTo("a");
            await(file.write(bytes("c")));
            assertThat(text(await(file.readSome(5)))).isEqualTo("b");
            assertThat(text(await(file.readSome(5)))).isEqualTo("c");
        }));
    }

    @Test
    void aByteBufferIsWrittenFromItsPosition() throws Exception {
        program(() -> asyncWith(AsyncFiles.openBytes(path, READ, WRITE), file -> {
            ByteBuffer source = ByteBuffer.wrap(bytes("xABx"), 1, 2);
            assertThat(await(file.write(source))).isEqualTo(2);
            assertThat(source.hasRemaining()).isFalse();
            assertThat(await(file.write(bytes("12345"), 1, 3))).isEqualTo(3);
            await(file.flush());
            assertThat(Files.readString(path)).isEqualTo("AB234two\n\nend");
            assertThatThrownBy(() -> file.write(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }));
    }

    @Test
    void seekCountsFromAllThreePlaces() throws Exception {
        program(() -> asyncWith(AsyncFiles.openBytes(path), file -> {
            assertThat(await(file.seek(4))).isEqualTo(4);
            assertThat(await(file.seek(2, Whence.CURRENT))).isEqualTo(6);
            assertThat(text(await(file.read(2)))).isEqualTo("wo");
            assertThat(await(file.seek(-3, Whence.END))).isEqualTo(10);
            assertThat(text(await(file.read()))).isEqualTo("end");
            assertThat(await(file.seek(100))).isEqualTo(100);
            assertThat(await(file.read())).as("behind the end").isEmpty();
            assertThatThrownBy(() -> await(file.seek(-1))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("seek before the start of the file: " + path + ", byte -1; positions begin at 0");
            assertThat(await(file.tell())).isEqualTo(100);
        }));
    }

    @Test
    void writingBehindTheEndLeavesAHoleOfZeros() throws Exception {
        program(() -> {
            asyncWith(AsyncFiles.openBytes(directory.resolve("hole"), WRITE, CREATE), file -> {
                await(file.seek(3));
                await(file.write(bytes("x")));
            });
            assertThat(Files.readAllBytes(directory.resolve("hole"))).containsExactly(0, 0, 0, 'x');
        });
    }

    @Test
    void textAndBytesOfAFileShareEverything() throws Exception {
        program(() -> asyncWith(AsyncFiles.openBytes(path, READ, WRITE), file -> {
            AsyncTextFile text = file.text();
            assertThat(await(text.readLine())).isEqualTo("one\n");
            assertThat(text(await(file.read(3)))).isEqualTo("two");
            await(text.write("!"));
            assertThat(text(await(file.read()))).isEqualTo("\nend");
            text.close();
            assertThat(file.isClosed()).isTrue();
        }));
    }

    @Test
    void namesAndKindsCanBeAsked() throws Exception {
        program(() -> {
            AsyncBinaryFile file = await(AsyncFiles.openBytes(path, READ, WRITE));
            assertThat(file.name()).isEqualTo(path.toString());
            assertThat(file).hasToString("<AsyncBinaryFile " + path + " readable writable>");
            assertThat(file.isReadable() && file.isWritable() && file.isSeekable() && !file.isClosed()).isTrue();
            file.close();
            assertThat(file).hasToString("<AsyncBinaryFile " + path + " closed readable writable>");
        });
    }

    /// Random operations, compared with the JDK's own file.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyOrderOfOperationsDoesWhatARandomAccessFileDoes(long seed) throws Exception {
        Random random = new Random(seed);
        Path other = directory.resolve("model");
        program(() -> asyncWith(AsyncFiles.openBytes(path, READ, WRITE), file -> {
            await(file.truncate(0));
            try (RandomAccessFile model = new RandomAccessFile(other.toFile(), "rw")) {
                for (int i = 0; i < 400; i++) {
                    int count = random.nextInt(random.nextInt(10) == 0 ? 200_000 : 300);
                    switch (random.nextInt(7)) {
                        case 0, 1 -> {
                            byte[] data = new byte[count];
                            random.nextBytes(data);
                            await(file.write(data));
                            model.write(data);
                        }
                        case 2, 3 -> assertThat(await(file.read(count))).isEqualTo(read(model, count));
                        case 4 -> {
                            long to = random.nextLong(model.length() + 1);
                            await(file.seek(to));
                            model.seek(to);
                        }
                        case 5 -> {
                            assertThat(await(file.tell())).isEqualTo(model.getFilePointer());
                            assertThat(await(file.size())).isEqualTo(model.length());
                        }
                        default -> assertThat(await(file.readLine())).isEqualTo(line(model));
                    }
                }
            }
        }));
        assertThat(path).hasSameBinaryContentAs(other);
    }

    private static byte[] read(RandomAccessFile model, int count) throws Exception {
        byte[] data = new byte[(int) Math.min(count, Math.max(0, model.length() - model.getFilePointer()))];
        model.readFully(data);
        return data;
    }

    private static byte[] line(RandomAccessFile model) throws Exception {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = model.read(); each >= 0; each = each == '\n' ? -1 : model.read()) {
            line.write(each);
        }
        return line.toByteArray();
    }
}
