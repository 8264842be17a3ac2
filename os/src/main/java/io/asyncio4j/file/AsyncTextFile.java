package io.asyncio4j.file;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopAsyncIteration;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An open file of text. Iterating it gives lines, each with its `\n`, as in Python; [#lines()] gives them without, as in
/// Java. One line costs no trip to a thread.
///
/// Loop-confined, as [AsyncFile] says. Text that is malformed raises [MalformedTextException] unless [FileOptions] say
/// otherwise. Positions are bytes, as with [AsyncBinaryFile], and exact at every character.
public final class AsyncTextFile extends AsyncFile implements AsyncIterator<String> {
    private final FileOptions options;
    private final List<ByteOrderMark> marks;
    private TextCodec codec;
    private LineReading lines;

    AsyncTextFile(OpenFile file, Object handle, FileOptions options) {
        super(file, handle);
        this.options = options;
        this.marks = ByteOrderMark.of(options.charset());
        Charset charset = marks.isEmpty() ? options.charset() : marks.getFirst().charset();
        this.codec = new TextCodec(charset, options.malformed(), file.name);
        this.lines = new LineReading(file, LineEnds.of(charset, options.newlines()), options.lineLimit());
    }

    /// The same file as bytes: Python's `buffer`. Position, buffers and end are shared.
    public AsyncBinaryFile bytes() {
        return new AsyncBinaryFile(file, handle, options);
    }

    /// Reads to the end of the file.
    public Coroutine<String> read() {
        return Coroutine.of(() -> file.exclusively("read", () -> {
            beginReading("read");
            file.fill(Integer.MAX_VALUE);
            ByteWindow window = file.window;
            String text = codec.decode(window.bytes, window.start, window.size(), file.position());
            file.consume(window.size());
            return options.newlines() == Newlines.UNIVERSAL && text.indexOf('\r') >= 0
                    ? text.replace("\r\n", "\n").replace('\r', '\n')
                    : text;
        }));
    }

    /// Reads `count` characters (`char`), fewer only at the end of the file, and none behind it. A surrogate pair is not
    /// divided: one character fewer is read then, or one more if it would be the only one.
    ///
    /// @param count negative means to the end, as [#read()]
    public Coroutine<String> read(int count) {
        if (count < 0) {
            return read();
        }
        return Coroutine.of(() -> file.exclusively("read", () -> {
            beginReading("read");
            return new CharacterReading(file, codec, options.newlines()).read(count);
        }));
    }

    /// Reads a line with `\n` at its end; without one only at the end of the file, and an empty string behind it.
    ///
    /// @return a coroutine; raises [LineTooLongException] for a line longer than [FileOptions#lineLimit()]
    public Coroutine<String> readLine() {
        return Coroutine.of(() -> {
            String line = line(true);
            return line == null ? "" : line;
        });
    }

    /// Reads the lines that are left, each with its `\n`.
    public Coroutine<List<String>> readLines() {
        return Coroutine.of(() -> {
            List<String> all = new ArrayList<>();
            for (String line = line(true); line != null; line = line(true)) {
                all.add(line);
            }
            return all;
        });
    }

    /// The lines that are left, without their line ends, for `asyncFor`.
    public AsyncIterator<String> lines() {
        return new AsyncIterator<>() {
            @Override
            public String anext() throws Exception {
                return orEnd(line(false));
            }
        };
    }

    /// The next line with its `\n`; ends at the end of the file.
    @Override
    public String anext() throws Exception {
        return orEnd(line(true));
    }

    private static String orEnd(@Nullable String line) {
        if (line == null) {
            throw new StopAsyncIteration();
        }
        return line;
    }

    private @Nullable String line(boolean withEnd) throws Exception {
        if (file.idle() && !isMarkDue() && lines.isThere()) {
            return take(withEnd);
        }
        return file.<@Nullable String>exclusively("readLine", () -> {
            beginReading("readLine");
            return lines.next() ? take(withEnd) : null;
        });
    }

    private String take(boolean withEnd) throws MalformedTextException {
        ByteWindow window = file.window;
        int content = lines.content();
        int length = lines.length();
        String text = codec.decode(window.bytes, window.start, content, file.position());
        file.consume(length);
        return withEnd && length > content ? text.concat("\n") : text;
    }

    /// Writes `text`.
    ///
    /// @return a coroutine that gives how many characters there were; raises [MalformedTextException], with nothing
    ///         written, for a character that the charset does not have
    public Coroutine<Integer> write(String text) {
        Objects.requireNonNull(text, "text");
        return Coroutine.of(() -> {
            byte[] bytes = codec.encode(text);
            if (isMarkDue() || !file.idle() || !file.gather(bytes, 0, bytes.length)) {
                file.exclusively("write", () -> {
                    file.refuseUnwritable("write");
                    if (isMarkDue() && bytes.length > 0) {
                        byte[] mark = ByteOrderMark.of(marks, codec.charset());
                        file.write(mark, 0, mark.length);
                    }
                    file.write(bytes, 0, bytes.length);
                    return null;
                });
            }
            return text.length();
        });
    }

    /// Writes the texts one behind the other; line ends are the caller's, as in Python.
    public Coroutine<@Nullable Void> writeLines(Iterable<String> texts) {
        Objects.requireNonNull(texts, "texts");
        return Coroutine.of(() -> {
            for (String text : texts) {
                write(text).await();
            }
            return null;
        });
    }

    private boolean isMarkDue() {
        return !marks.isEmpty() && file.position() == 0;
    }

    private void beginReading(String what) throws Exception {
        file.refuseUnreadable(what);
        if (!isMarkDue()) {
            return;
        }
        if (file.window.size() < ByteOrderMark.LONGEST) {
            file.fill(ByteOrderMark.LONGEST);
        }
        ByteOrderMark mark = ByteOrderMark.at(marks, file.window);
        if (mark != null) {
            file.consume(mark.bytes().length);
            codec = new TextCodec(mark.charset(), options.malformed(), file.name);
            lines = new LineReading(file, LineEnds.of(mark.charset(), options.newlines()), options.lineLimit());
        }
    }
}
