package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.file.Program.program;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Text files, written. Holds what aiofiles' tests hold for text (test_text.py).
class WriteTextTest {
    private static final OpenOption[] ANEW = {WRITE, CREATE, TRUNCATE_EXISTING};

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void aName() {
        path = directory.resolve("text");
    }

    @Test
    void writeGivesTheNumberOfCharactersAndTheBlocksEndWritesThem() throws Exception {
        program(() -> {
            asyncWith(AsyncFiles.open(path, ANEW), file -> {
                assertThat(await(file.write("\u00e4\u5b57\n"))).isEqualTo(3);
                assertThat(Files.size(path)).as("gathered").isZero();
            });
            assertThat(Files.readString(path)).isEqualTo("\u00e4\u5b57\n");
        });
    }

    @Test
    void flushMakesItVisible() throws Exception {
        program(() -> asyncWith(AsyncFiles.open(path, ANEW), file -> {
            await(file.write("0"));
            assertThat(Files.readString(path)).isEmpty();
            await(file.flush());
            assertThat(Files.readString(path)).isEqualTo("0");
            await(file.write("1"));
            await(file.sync());
            assertThat(Files.readString(path)).isEqualTo("01");
        }));
    }

    @Test
    void writeLinesAddsNoLineEnds() throws Exception {
        program(() -> asyncWith(AsyncFiles.open(path, ANEW), file -> await(file.writeLines(List.of("a", "b\n", "c")))));
        assertThat(Files.readString(path)).isEqualTo("ab\nc");
    }

    @Test
    void muchTextIsWrittenWhole() throws Exception {
        StringBuilder expected = new StringBuilder();
        program(() -> asyncWith(AsyncFiles.open(path, ANEW), file -> {
            for (int i = 0; i < 50_000; i++) {
                String line = "line " + i + "\n";
                expected.append(line);
                await(file.write(line));
            }
            String huge = "y".repeat(300_000);
            expected.append(huge);
            await(file.write(huge));
            await(file.write("end"));
            expected.append("end");
            assertThat(await(file.tell())).isEqualTo(expected.length());
            assertThat(await(file.size())).isEqualTo(expected.length());
        }));
        assertThat(Files.readString(path)).isEqualTo(expected.toString());
    }

    @Test
    void appendingGoesBehindWhatIsThere() throws Exception {
        Files.writeString(path, "old ");
        program(() -> {
            asyncWith(AsyncFiles.open(path, APPEND, CREATE), file -> {
                assertThat(await(file.tell())).isEqualTo(4);
                await(file.write("new "));
                await(file.seek(0));
                await(file.write("end"));
            });
            assertThat(Files.readString(path)).isEqualTo("old new end");
        });
    }

    @Test
    void twoWhoAppendDoNotOverwriteEachOther() throws Exception {
        program(() -> asyncWith(AsyncFiles.open(path, APPEND, CREATE),
                one -> asyncWith(AsyncFiles.open(path, APPEND, CREATE), other -> {
                    for (int i = 0; i < 3; i++) {
                        await(one.write("one\n"));
                        await(one.flush());
                        await(other.write("other\n"));
                        await(other.flush());
                    }
                })));
        assertThat(Files.readAllLines(path)).containsExactly("one", "other", "one", "other", "one", "other");
    }

    @Test
    void creatingAnewRefusesWhatIsThere() throws Exception {
        Files.createFile(path);
        program(() -> assertThatThrownBy(() -> await(AsyncFiles.open(path, WRITE, CREATE_NEW)))
                .isInstanceOf(FileAlreadyExistsException.class));
    }

    @Test
    void readingAndWritingShareThePosition() throws Exception {
        Files.writeString(path, "0123456789");
        program(() -> asyncWith(AsyncFiles.open(path, READ, WRITE), file -> {
            assertThat(await(file.read(3))).isEqualTo("012");
            await(file.write("abc"));
            assertThat(await(file.read(2))).isEqualTo("67");
            assertThat(await(file.tell())).isEqualTo(8);
            await(file.seek(-1, Whence.END));
            await(file.write("XY"));
            await(file.seek(0));
            assertThat(await(file.read())).isEqualTo("012abc678XY");
        }));
        assertThat(Files.readString(path)).isEqualTo("012abc678XY");
    }

    @Test
    void truncateCutsAtThePositionOrWhereItIsTold() throws Exception {
        Files.writeString(path, "0123456789");
        program(() -> asyncWith(AsyncFiles.open(path, READ, WRITE), file -> {
            await(file.read(7));
            assertThat(await(file.truncate())).isEqualTo(7);
            assertThat(Files.readString(path)).isEqualTo("0123456");
            assertThat(await(file.truncate(2))).isEqualTo(2);
            assertThat(await(file.tell())).as("stays").isEqualTo(7);
            assertThat(await(file.truncate(4))).isEqualTo(4);
            assertThat(Files.readAllBytes(path)).containsExactly('0', '1', 0, 0);
            assertThat(await(file.read())).isEmpty();
        }));
    }

    @Test
    void aCharacterThatTheCharsetLacksRaisesAndNothingIsWritten() throws Exception {
        program(() -> {
            asyncWith(AsyncFiles.open(path, StandardCharsets.US_ASCII, ANEW), file -> {
                await(file.write("ok"));
                assertThatThrownBy(() -> await(file.write("ab\u20ac"))).isInstanceOf(MalformedTextException.class)
                        .hasMessage("write found a character that US-ASCII does not have: " + path
                                + ", index 2 (U+20AC); open it with another charset, or with FileOptions.withMalformed");
                await(file.write("!"));
            });
            assertThat(Files.readString(path)).isEqualTo("ok!");
        });
    }

    @Test
    void aLoneSurrogateIsNoText() throws Exception {
        program(() -> asyncWith(AsyncFiles.open(path, ANEW), file -> {
            assertThatThrownBy(() -> await(file.write("a\ud800b"))).isInstanceOf(MalformedTextException.class)
                    .hasMessageContaining("index 1 (U+D800)");
            assertThatThrownBy(() -> await(AsyncFiles.writeString(path, "\udc00")))
                    .isInstanceOf(MalformedTextException.class);
        }));
        assertThat(Files.size(path)).isZero();
    }

    @Test
    void charactersAreReplacedOrIgnoredIfAskedFor() throws Exception {
        FileOptions ascii = FileOptions.DEFAULT.withCharset(StandardCharsets.US_ASCII);
        program(() -> {
            asyncWith(AsyncFiles.open(path, ascii.withMalformed(CodingErrorAction.REPLACE), ANEW),
                    file -> await(file.write("a\u20acb")));
            assertThat(Files.readString(path)).isEqualTo("a?b");
            asyncWith(AsyncFiles.open(path, ascii.withMalformed(CodingErrorAction.IGNORE), ANEW),
                    file -> await(file.write("a\u20acb")));
            assertThat(Files.readString(path)).isEqualTo("ab");
        });
    }

    @Test
    void theByteOrderMarkIsWrittenOnceAtTheStart() throws Exception {
        FileOptions utf16 = FileOptions.DEFAULT.withCharset(StandardCharsets.UTF_16);
        program(() -> {
            asyncWith(AsyncFiles.open(path, utf16, ANEW), file -> {
                await(file.write(""));
                await(file.write("a"));
                await(file.write("b"));
            });
            assertThat(Files.readAllBytes(path)).containsExactly(-2, -1, 0, 'a', 0, 'b');
            asyncWith(AsyncFiles.open(path, utf16, READ, WRITE),
                    file -> assertThat(await(file.read())).isEqualTo("ab"));
        });
    }

    @Test
    void theWrongDirectionIsRefused() throws Exception {
        Files.writeString(path, "x");
        program(() -> {
            asyncWith(AsyncFiles.open(path), file -> {
                assertThatThrownBy(() -> await(file.write("y"))).isInstanceOf(IllegalStateException.class)
                        .hasMessage(
                                "write refused: " + path + " is open for reading only; open it with WRITE or APPEND");
                assertThatThrownBy(() -> await(file.truncate(0))).isInstanceOf(IllegalStateException.class);
                assertThat(await(file.read())).isEqualTo("x");
            });
            asyncWith(AsyncFiles.open(path, WRITE), file -> {
                assertThatThrownBy(() -> await(file.read())).isInstanceOf(IllegalStateException.class)
                        .hasMessage("read refused: " + path + " is open for writing only; open it with READ");
                assertThatThrownBy(() -> file.anext()).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> await(file.read(1))).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> await(file.bytes().read(1))).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> await(file.bytes().readLine())).isInstanceOf(IllegalStateException.class);
            });
            assertThatThrownBy(() -> AsyncFiles.open(path, READ, APPEND)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("READ with APPEND");
        });
    }
}
