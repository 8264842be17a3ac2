package io.asyncio4j.file;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.StopAsyncIteration;
import java.nio.ByteBuffer;
import java.util.Objects;

/// An open file of bytes. Iterating it gives lines, each with its `\n`; one line costs no trip to a thread.
///
/// Loop-confined, as [AsyncFile] says.
public final class AsyncBinaryFile extends AsyncFile implements AsyncIterator<byte[]> {
    private static final byte[] NOTHING = {};

    private final FileOptions options;
    private final LineReading lines;

    AsyncBinaryFile(OpenFile file, Object handle, FileOptions options) {
        super(file, handle);
        this.options = options;
        this.lines = new LineReading(file, LineEnds.OF_BYTES, options.lineLimit());
    }

    /// The same file as text in UTF-8: Python's `TextIOWrapper`. Position, buffers and end are shared.
    public AsyncTextFile text() {
        return text(options);
    }

    /// The same file as text, read and written as `options` say.
    public AsyncTextFile text(FileOptions options) {
        Objects.requireNonNull(options, "options");
        return new AsyncTextFile(file, handle, options);
    }

    /// Reads to the end of the file.
    public Coroutine<byte[]> read() {
        return Coroutine.of(() -> file.exclusively("read", () -> {
            file.refuseUnreadable("read");
            file.fill(Integer.MAX_VALUE);
            return file.take(file.window.size());
        }));
    }

    /// Reads `count` bytes, fewer only at the end of the file, and none behind it.
    ///
    /// @param count negative means to the end, as [#read()]
    public Coroutine<byte[]> read(int count) {
        if (count < 0) {
            return read();
        }
        return reading(count, count);
    }

    /// Reads up to `count` bytes as soon as there is one: Python's `read1`, for pipes and terminals.
    ///
    /// @throws IllegalArgumentException when the count is negative
    public Coroutine<byte[]> readSome(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("readSome of a negative count: " + count + "; give 0 or more");
        }
        return reading(count, 1);
    }

    private Coroutine<byte[]> reading(int most, int atLeast) {
        Awaitable<byte[]> read = () -> {
            file.refuseUnreadable("read");
            if (most == 0) {
                return NOTHING;
            }
            if (file.window.size() < atLeast) {
                file.fill(atLeast);
            }
            return file.take(Math.min(most, file.window.size()));
        };
        return Coroutine.of(() -> file.idle() && file.window.size() >= most ? file.take(most)
                : file.exclusively("read", read));
    }

    /// Reads into `target` until it is full or the file ends: `readinto`.
    ///
    /// @return a coroutine that gives how many bytes were read
    public Coroutine<Integer> readInto(ByteBuffer target) {
        Objects.requireNonNull(target, "target");
        return Coroutine.of(() -> file.exclusively("readInto", () -> {
            file.refuseUnreadable("readInto");
            int count = target.remaining();
            if (file.window.size() < count) {
                file.fill(count);
            }
            int read = Math.min(count, file.window.size());
            target.put(file.window.bytes, file.window.start, read);
            file.consume(read);
            return read;
        }));
    }

    /// Reads a line with its `\n`; without one only at the end of the file, and nothing behind it.
    ///
    /// @return a coroutine; raises [LineTooLongException] for a line longer than [FileOptions#lineLimit()]
    public Coroutine<byte[]> readLine() {
        return Coroutine.of(this::line);
    }

    private byte[] line() throws Exception {
        if (file.idle() && lines.isThere()) {
            return file.take(lines.length());
        }
        return file.exclusively("readLine", () -> {
            file.refuseUnreadable("readLine");
            return lines.next() ? file.take(lines.length()) : NOTHING;
        });
    }

    /// The next line; ends at the end of the file.
    @Override
    public byte[] anext() throws Exception {
        byte[] line = line();
        if (line.length == 0) {
            throw new StopAsyncIteration();
        }
        return line;
    }

    /// Writes all of `bytes`. They must not change before the coroutine has ended.
    ///
    /// @return a coroutine that gives how many bytes there were
    public Coroutine<Integer> write(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return write(bytes, 0, bytes.length);
    }

    /// Writes `count` of `bytes`, from index `from` on. They must not change before the coroutine has ended.
    ///
    /// @return a coroutine that gives `count`
    /// @throws IndexOutOfBoundsException when the array has no such range
    public Coroutine<Integer> write(byte[] bytes, int from, int count) {
        Objects.requireNonNull(bytes, "bytes");
        Objects.checkFromIndexSize(from, count, bytes.length);
        return Coroutine.of(() -> {
            if (!file.idle() || !file.gather(bytes, from, count)) {
                file.exclusively("write", () -> {
                    file.write(bytes, from, count);
                    return null;
                });
            }
            return count;
        });
    }

    /// Writes what is left in `bytes`, and takes it out of the buffer.
    ///
    /// @return a coroutine that gives how many bytes there were
    public Coroutine<Integer> write(ByteBuffer bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return Coroutine.of(() -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(bytes.position(), copy);
            int written = write(copy).await();
            bytes.position(bytes.position() + written);
            return written;
        });
    }
}
