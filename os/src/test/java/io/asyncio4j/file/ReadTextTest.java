package io.asyncio4j.file;

import static io.asyncio4j.Asyncio.asyncFor;
import static io.asyncio4j.Asyncio.asyncWith;
import static io.asyncio4j.Asyncio.await;
import static io.asyncio4j.file.Program.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncio4j.coroutine.AsyncConsumer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
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

/// Text files, read. The first tests are what aiofiles' tests hold for text (test_text.py).
class ReadTextTest {
    private static final String THREE_LINES = "first\nsecond\n\nlast";

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void aFileOfFourLines() throws Exception {
        path = Files.writeString(directory.resolve("text"), THREE_LINES);
    }

    private void reading(FileOptions how, AsyncConsumer<AsyncTextFile> body) throws Exception {
        program(() -> asyncWith(AsyncFiles.open(path, how), body));
    }

    private void reading(AsyncConsumer<AsyncTextFile> body) throws Exception {
        reading(FileOptions.DEFAULT, body);
    }

    private void content(byte[]... parts) throws Exception {
        Files.write(path, new byte[0]);
        for (byte[] part : parts) {
            Files.write(path, part, java.nio.file.StandardOpenOption.APPEND);
        }
    }

    private static List<String> all(Iterable<String> lines) {
        List<String> list = new ArrayList<>();
        lines.forEach(list::add);
        return list;
    }

    @Test
    void iterationGivesLinesWithTheirEnds() throws Exception {
        reading(file -> assertThat(all(asyncFor(file))).containsExactly("first\n", "second\n", "\n", "last"));
    }

    @Test
    void linesGivesThemWithout() throws Exception {
        reading(file -> assertThat(all(asyncFor(file.lines()))).containsExactly("first", "second", "", "last"));
    }

    @Test
    void readLineGivesALineAndNothingAtTheEnd() throws Exception {
        reading(file -> {
            List<String> lines = new ArrayList<>();
            for (String line = await(file.readLine()); !line.isEmpty(); line = await(file.readLine())) {
                lines.add(line);
            }
            assertThat(lines).containsExactly("first\n", "second\n", "\n", "last");
            assertThat(await(file.readLine())).isEmpty();
        });
    }

    @Test
    void readLinesGivesWhatIsLeft() throws Exception {
        reading(file -> {
            await(file.readLine());
            assertThat(await(file.readLines())).containsExactly("second\n", "\n", "last");
        });
    }

    @Test
    void readGivesTheRestAndThenNothing() throws Exception {
        reading(file -> {
            assertThat(await(file.read(3))).isEqualTo("fir");
            assertThat(await(file.read())).isEqualTo(THREE_LINES.substring(3));
            assertThat(await(file.read())).isEmpty();
            assertThat(await(file.read(5))).isEmpty();
        });
    }

    @Test
    void staggeredReadsGiveTheWholeText() throws Exception {
        reading(file -> {
            StringBuilder text = new StringBuilder();
            for (String part = await(file.read(1)); !part.isEmpty(); part = await(file.read(1))) {
                text.append(part);
            }
            assertThat(text).hasToString(THREE_LINES);
        });
    }

    @Test
    void readOfZeroCharactersGivesNothing() throws Exception {
        reading(file -> {
            assertThat(await(file.read(0))).isEmpty();
            assertThat(await(file.read(-1))).isEqualTo(THREE_LINES);
        });
    }

    @Test
    void anEmptyFileHasNoLine() throws Exception {
        content();
        reading(file -> {
            assertThat(all(asyncFor(file))).isEmpty();
            assertThat(await(file.read())).isEmpty();
        });
    }

    @Test
    void allThreeLineEndsAreReadAsOne() throws Exception {
        content("unix\nwindows\r\nmac\rlast\r".getBytes(StandardCharsets.UTF_8));
        reading(file -> assertThat(all(asyncFor(file))).containsExactly("unix\n", "windows\n", "mac\n", "last\n"));
        reading(file -> assertThat(all(asyncFor(file.lines()))).containsExactly("unix", "windows", "mac", "last"));
        reading(file -> assertThat(await(file.read())).isEqualTo("unix\nwindows\nmac\nlast\n"));
    }

    @Test
    void lineEndsStayAsTheyAreIfAskedFor() throws Exception {
        content("unix\nwindows\r\nmac\rlast".getBytes(StandardCharsets.UTF_8));
        FileOptions asIs = FileOptions.DEFAULT.withNewlines(Newlines.AS_IS);
        reading(asIs, file -> assertThat(all(asyncFor(file))).containsExactly("unix\n", "windows\r\n", "mac\rlast"));
        reading(asIs, file -> assertThat(await(file.read())).isEqualTo("unix\nwindows\r\nmac\rlast"));
        reading(asIs, file -> assertThat(await(file.read(14))).isEqualTo("unix\nwindows\r\n"));
    }

    @Test
    void aCountedReadTakesBothBytesOfAWindowsLineEnd() throws Exception {
        content("a\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
        reading(file -> {
            assertThat(await(file.read(2))).isEqualTo("a\n");
            assertThat(await(file.tell())).isEqualTo(3);
            assertThat(await(file.read(1))).isEqualTo("b");
            assertThat(await(file.read(7))).isEqualTo("\n");
            assertThat(await(file.tell())).isEqualTo(6);
        });
    }

    /// A line end whose two bytes come from two reads of the disk.
    @Test
    void aWindowsLineEndMayLieOnTheEdgeOfTheBuffer() throws Exception {
        for (int size = 16 * 1024 - 2; size <= 16 * 1024 + 1; size++) {
            String line = "x".repeat(size);
            content((line + "\r\nnext\r\n").getBytes(StandardCharsets.UTF_8));
            reading(file -> assertThat(all(asyncFor(file.lines()))).containsExactly(line, "next"));
            int count = size;
            reading(file -> {
                assertThat(await(file.read(count + 1))).isEqualTo(line + "\n");
                assertThat(await(file.readLine())).isEqualTo("next\n");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32", "UTF-32LE", "ISO-8859-1", "GB18030",
            "Shift_JIS", "windows-1252", "IBM037"})
    void linesOfEveryCharsetAreThoseOfTheText(String charset) throws Exception {
        Charset named = Charset.forName(charset);
        String alphabet = named.newEncoder().canEncode('\u5b57') ? "ab\u5b57\u3042" : "abcz";
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            StringBuilder line = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                line.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            lines.add(line.toString());
        }
        content((String.join("\n", lines) + "\n").getBytes(named));
        FileOptions how = FileOptions.DEFAULT.withCharset(named);
        reading(how, file -> assertThat(all(asyncFor(file.lines()))).isEqualTo(lines));
        reading(how, file -> {
            StringBuilder text = new StringBuilder();
            for (String part = await(file.read(777)); !part.isEmpty(); part = await(file.read(777))) {
                text.append(part);
            }
            assertThat(text).hasToString(String.join("\n", lines) + "\n");
        });
    }

    @Test
    void theByteOrderMarkSaysTheOrderAndIsNoText() throws Exception {
        FileOptions how = FileOptions.DEFAULT.withCharset(StandardCharsets.UTF_16);
        content(new byte[]{-1, -2}, "a\nb".getBytes(StandardCharsets.UTF_16LE));
        reading(how, file -> {
            assertThat(all(asyncFor(file.lines()))).containsExactly("a", "b");
            await(file.seek(0));
            assertThat(await(file.read())).isEqualTo("a\nb");
        });
        content("a\nb".getBytes(StandardCharsets.UTF_16BE));
        reading(how, file -> assertThat(await(file.read())).isEqualTo("a\nb"));
    }

    @Test
    void positionsAreExactBetweenLinesAndCharacters() throws Exception {
        content("\u00e9\u5b57\n\ud83d\ude00x\n".getBytes(StandardCharsets.UTF_8));
        reading(file -> {
            assertThat(await(file.read(1))).isEqualTo("\u00e9");
            assertThat(await(file.tell())).isEqualTo(2);
            assertThat(await(file.readLine())).isEqualTo("\u5b57\n");
            long second = await(file.tell());
            assertThat(second).isEqualTo(6);
            assertThat(file.anext()).isEqualTo("\ud83d\ude00x\n");
            assertThat(await(file.seek(second))).isEqualTo(second);
            assertThat(await(file.read())).isEqualTo("\ud83d\ude00x\n");
        });
    }

    @Test
    void aSurrogatePairIsNotDivided() throws Exception {
        content("\ud83d\ude00\ud83d\ude01z".getBytes(StandardCharsets.UTF_8));
        reading(file -> {
            assertThat(await(file.read(1))).as("the only one").isEqualTo("\ud83d\ude00");
            assertThat(await(file.read(3))).isEqualTo("\ud83d\ude01z");
        });
        reading(file -> assertThat(await(file.read(3))).as("one fewer").isEqualTo("\ud83d\ude00"));
    }

    @Test
    void malformedTextRaisesWithItsPlaceAndNothingIsLost() throws Exception {
        content("fine\n".getBytes(StandardCharsets.UTF_8), new byte[]{'c', (byte) 0xC3, '(', '\n'});
        reading(file -> {
            assertThat(await(file.readLine())).isEqualTo("fine\n");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> await(file.readLine())).isInstanceOf(MalformedTextException.class)
                        .isInstanceOf(java.nio.charset.CharacterCodingException.class)
                        .hasMessage("read found bytes that are not UTF-8: " + path
                                + ", byte 6 (C3); open it with its charset, or with FileOptions.withMalformed")
                        .extracting(failure -> ((MalformedTextException) failure).position()).isEqualTo(6L);
            }
            assertThatThrownBy(() -> await(file.read())).isInstanceOf(MalformedTextException.class);
            assertThatThrownBy(() -> await(file.read(2))).isInstanceOf(MalformedTextException.class)
                    .hasMessageContaining("byte 6");
            assertThat(await(file.bytes().readLine())).isEqualTo(new byte[]{'c', (byte) 0xC3, '(', '\n'});
        });
    }

    @Test
    void aCharacterCutOffAtTheEndIsMalformed() throws Exception {
        content("ab".getBytes(StandardCharsets.UTF_8), new byte[]{(byte) 0xE5, (byte) 0xAD});
        reading(file -> {
            assertThatThrownBy(() -> await(file.readLine())).isInstanceOf(MalformedTextException.class)
                    .hasMessageContaining("byte 2 (E5 AD)");
            assertThat(await(file.read(2))).isEqualTo("ab");
            assertThatThrownBy(() -> await(file.read(2))).isInstanceOf(MalformedTextException.class);
        });
    }

    @Test
    void malformedTextIsReplacedOrIgnoredIfAskedFor() throws Exception {
        content(new byte[]{'a', (byte) 0xFF, 'b', '\n'});
        FileOptions replace = FileOptions.DEFAULT.withMalformed(CodingErrorAction.REPLACE);
        reading(replace, file -> assertThat(await(file.readLine())).isEqualTo("a\ufffdb\n"));
        reading(replace, file -> assertThat(await(file.read(2))).isEqualTo("a\ufffd"));
        FileOptions ignore = FileOptions.DEFAULT.withMalformed(CodingErrorAction.IGNORE);
        reading(ignore, file -> assertThat(await(file.readLine())).isEqualTo("ab\n"));
        reading(ignore, file -> assertThat(await(file.read())).isEqualTo("ab\n"));
    }

    @Test
    void aReplacementCharacterInTheFileIsNoError() throws Exception {
        content("a\ufffdb\n".getBytes(StandardCharsets.UTF_8));
        reading(file -> assertThat(all(asyncFor(file))).containsExactly("a\ufffdb\n"));
    }

    @Test
    void aLineBeyondTheLimitRaisesAndNothingIsLost() throws Exception {
        content(("ok\n" + "x".repeat(100_000) + "\nnext\n").getBytes(StandardCharsets.UTF_8));
        reading(FileOptions.DEFAULT.withLineLimit(10_000), file -> {
            assertThat(await(file.readLine())).isEqualTo("ok\n");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> file.anext()).isInstanceOf(LineTooLongException.class)
                        .hasMessage(
                                "readLine found no line end: " + path + ", 10000 bytes from byte 3 on; read parts with"
                                        + " read(count), or raise FileOptions.withLineLimit");
            }
            assertThat(await(file.read(100_000))).hasSize(100_000);
            assertThat(await(file.readLine())).isEqualTo("\n");
            assertThat(await(file.readLine())).isEqualTo("next\n");
        });
    }

    @Test
    void aLineAsLongAsTheLimitIsRead() throws Exception {
        content("12345\n12345".getBytes(StandardCharsets.UTF_8));
        reading(FileOptions.DEFAULT.withLineLimit(5),
                file -> assertThat(all(asyncFor(file))).containsExactly("12345\n", "12345"));
        reading(FileOptions.DEFAULT.withLineLimit(4),
                file -> assertThatThrownBy(() -> file.anext()).isInstanceOf(LineTooLongException.class));
    }

    @Test
    void aHugeLineIsReadWhole() throws Exception {
        String line = "\u00e4".repeat(2_000_000);
        content((line + "\nend").getBytes(StandardCharsets.UTF_8));
        reading(file -> assertThat(all(asyncFor(file.lines()))).containsExactly(line, "end"));
    }

    @Test
    void aFileThatGrowsIsReadFurther() throws Exception {
        content("one\n".getBytes(StandardCharsets.UTF_8));
        reading(file -> {
            assertThat(all(asyncFor(file))).containsExactly("one\n");
            Files.writeString(path, "two\n", java.nio.file.StandardOpenOption.APPEND);
            assertThat(await(file.readLine())).isEqualTo("two\n");
        });
    }

    @Test
    void limitsAreChecked() {
        assertThatThrownBy(() -> FileOptions.DEFAULT.withLineLimit(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line limit is not positive: 0; give bytes, or NO_LINE_LIMIT");
    }
}
