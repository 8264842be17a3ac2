package io.asyncio4j.stream;

import io.asyncio4j.coroutine.AsyncIterator;
import io.asyncio4j.coroutine.Awaitable;
import io.asyncio4j.coroutine.Coroutine;
import io.asyncio4j.coroutine.Rethrow;
import io.asyncio4j.coroutine.StopAsyncIteration;
import io.asyncio4j.loop.EventLoop;
import io.asyncio4j.task.Future;
import io.asyncio4j.transport.ReadTransport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// The receiving side of a stream: asyncio's `StreamReader`. Iterating it gives lines, each with its newline.
///
/// Loop-confined; one coroutine reads at a time. Reading is paused when the buffer holds more than twice the limit and
/// resumed when it holds the limit or less, or when a read waits.
///
/// @implNote A failure set by [#setException] is raised by every later read, before any byte still buffered. The end
/// ([#feedEof]) is seen after the buffered bytes. What comes while [#readInto] waits is received when its coroutine goes on.
public final class StreamReader implements AsyncIterator<byte[]> {
    /// The limit of a stream that is given none: 64 KiB.
    public static final int DEFAULT_LIMIT = 64 * 1024;

    private static final byte[] NEWLINE = {'\n'};
    private static final byte[] NOTHING = {};

    private final EventLoop loop;
    private final int limit;
    private final ByteQueue buffer = new ByteQueue();
    private final Pickup pickup = new Pickup();
    private boolean eof;
    private boolean paused;
    private @Nullable Throwable exception;
    private @Nullable Future<@Nullable Void> waiter;
    private @Nullable ReadTransport transport;

    /// A reader for the running loop with [#DEFAULT_LIMIT].
    public StreamReader() {
        this(DEFAULT_LIMIT);
    }

    /// A reader for the running loop.
    ///
    /// @param limit in bytes: how far a separator may be away, and half of what is buffered before reading is paused
    /// @throws IllegalArgumentException when the limit is not positive
    public StreamReader(int limit) {
        this(limit, EventLoop.running());
    }

    /// A reader for this loop.
    public StreamReader(int limit, EventLoop loop) {
        this.limit = checkedLimit(limit);
        this.loop = Objects.requireNonNull(loop, "loop");
    }

    static int checkedLimit(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException(
                    "stream limit is not positive: " + limit + "; give at least one byte");
        }
        return limit;
    }

    // ---- what the protocol calls

    /// Says what to pause and resume; once.
    public void setTransport(ReadTransport transport) {
        Objects.requireNonNull(transport, "transport");
        if (this.transport != null) {
            throw new IllegalStateException("stream has a transport already: " + this.transport);
        }
        this.transport = transport;
    }

    /// Says what to pause and resume from now on.
    void replaceTransport(ReadTransport next) {
        transport = next;
        paused = false;
    }

    /// Takes everything buffered, for a layer that is put below the stream.
    byte[] takeBuffered() {
        pickup.fetch();
        return buffer.take(buffer.size());
    }

    /// Appends bytes.
    public void feedData(byte[] data) {
        Objects.requireNonNull(data, "data");
        feedOwned(data.clone());
    }

    /// Appends bytes that belong to the reader from now on.
    public void feedOwned(byte[] data) {
        Objects.requireNonNull(data, "data");
        if (eof) {
            throw new IllegalStateException(
                    "data came after the end of the stream: " + data.length + " bytes");
        }
        if (data.length == 0) {
            return;
        }
        buffer.addOwned(data);
        wakeUp();
        maybePause();
    }

    /// Something can be received. Whether a coroutine waits that comes for it itself, which then goes on.
    boolean comesForIt() {
        if (pickup.isDue()) {
            return true;
        }
        Future<@Nullable Void> waiting = waiter;
        boolean comes = waiting != null && !waiting.isDone() && pickup.comesFor(transport);
        if (comes) {
            wakeUp();
        }
        return comes;
    }

    /// The memory of the coroutine that has come, from its position on, for what is received now; null when nobody has.
    @Nullable ByteBuffer lend() {
        return buffer.isEmpty() ? pickup.lend() : null;
    }

    /// So many bytes have been put into what was lent.
    void filled(int count) {
        pickup.filled(count);
    }

    /// Marks the end of the stream.
    public void feedEof() {
        eof = true;
        wakeUp();
    }

    /// Makes every read from now on raise `failure`.
    public void setException(Throwable failure) {
        exception = Objects.requireNonNull(failure, "failure");
        Future<@Nullable Void> waiting = waiter;
        if (waiting != null) {
            waiter = null;
            if (!waiting.isDone()) {
                waiting.setException(failure);
            }
        }
    }

    /// The failure that was set, or null.
    public @Nullable Throwable exception() {
        return exception;
    }

    private void wakeUp() {
        Future<@Nullable Void> waiting = waiter;
        if (waiting != null) {
            waiter = null;
            if (!waiting.isDone()) {
                waiting.setResult(null);
            }
        }
    }

    // ---- reading

    /// Whether the end has been fed and nothing is buffered.
    public boolean atEof() {
        return eof && buffer.isEmpty();
    }

    /// Reads until the end of the stream.
    public Coroutine<byte[]> read() {
        return Coroutine.of(this::readAll);
    }

    /// Reads up to `count` bytes as soon as there is one; none at the end of the stream, and none for a count of 0.
    ///
    /// @param count how many at most; negative means until the end, as [#read()]
    public Coroutine<byte[]> read(int count) {
        return Coroutine.of(new Reading(this, count));
    }

    /// A class and no lambda, as others here: programs read in a loop that stays with the first compiler for long, and that calls into
    /// the JVM to make a lambda: 2 % of an echo.
    private record Reading(StreamReader reader, int count) implements Awaitable<byte[]> {
        @Override
        public byte[] await() throws Exception {
            return count < 0 ? reader.readAll() : reader.readSome(count);
        }
    }

    private byte[] readAll() throws Exception {
        byte[] first = readSome(limit);
        if (first.length == 0) {
            return first;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream(2 * first.length);
        for (byte[] block = first; block.length > 0; block = readSome(limit)) {
            all.writeBytes(block);
        }
        return all.toByteArray();
    }

    private byte[] readSome(int count) throws Exception {
        raiseIfBroken();
        if (count == 0) {
            return NOTHING;
        }
        if (buffer.isEmpty() && !eof) {
            waitForData("read");
        }
        byte[] data = buffer.take(count);
        maybeResume();
        return data;
    }

    /// Reads into `target`, as many bytes as fit, as soon as there is one: as [#read(int)] into memory of the caller's, which a
    /// program that uses it again and again keeps in the processor's cache. Gives how many came; 0 at the end of the stream, and 0
    /// for a target without room.
    ///
    /// The target is not touched while the call waits, only when its coroutine goes on. So those of one loop may share memory, each by
    /// a `duplicate()` of its own; what one gets there is its own until it awaits again. A call that is cancelled has received nothing.
    ///
    /// @throws IllegalArgumentException when the target is read-only
    public Coroutine<Integer> readInto(ByteBuffer target) {
        Objects.requireNonNull(target, "target");
        if (target.isReadOnly()) {
            throw new IllegalArgumentException(
                    "readInto target is read-only: " + target + "; give memory that can be written to");
        }
        return Coroutine.of(new ReadingInto(this, target));
    }

    private record ReadingInto(StreamReader reader, ByteBuffer target) implements Awaitable<Integer> {
        @Override
        public Integer await() throws Exception {
            return reader.readSome(target);
        }
    }

    private int readSome(ByteBuffer target) throws Exception {
        raiseIfBroken();
        if (!target.hasRemaining()) {
            return 0;
        }
        int count = 0;
        while (count == 0 && buffer.isEmpty() && !eof) { // again if somebody else has got what it was woken for
            raiseIfBroken();
            count = comeFor(target);
        }
        if (!buffer.isEmpty()) {
            count += buffer.takeInto(target);
        }
        maybeResume();
        return count;
    }

    private int comeFor(ByteBuffer memory) throws Exception {
        boolean goesOn = false;
        try {
            waitForData("readInto", memory);
            goesOn = true;
            return pickup.receive(memory);
        } finally {
            pickup.leave(memory, goesOn);
        }
    }

    /// Reads exactly `count` bytes, which may be more than the limit.
    ///
    /// Raises [IncompleteReadException] when the stream ends first; what had come is then gone from the buffer.
    public Coroutine<byte[]> readExactly(int count) {
        return Coroutine.of(() -> {
            if (count < 0) {
                throw new IllegalArgumentException(
                        "readExactly size is negative: " + count + "; give 0 or more");
            }
            raiseIfBroken();
            if (count == 0) {
                return NOTHING;
            }
            while (buffer.size() < count) {
                if (eof) {
                    throw new IncompleteReadException(buffer.take(buffer.size()), count);
                }
                waitForData("readExactly");
            }
            byte[] data = buffer.take(count);
            maybeResume();
            return data;
        });
    }

    /// Reads a line with its newline; without one only at the end of the stream, and nothing behind it.
    ///
    /// Raises [IllegalArgumentException] (asyncio's `ValueError`), caused by a [LimitOverrunException], when the line is
    /// longer than the limit; the line, or what has come of it, is then gone from the buffer.
    public Coroutine<byte[]> readLine() {
        return Coroutine.of(this::line);
    }

    private byte[] line() throws Exception {
        try {
            return until(NEWLINE);
        } catch (IncompleteReadException end) {
            return end.partial();
        } catch (LimitOverrunException overrun) {
            if (buffer.startsWith(NEWLINE, overrun.consumed())) {
                buffer.drop(overrun.consumed() + NEWLINE.length);
            } else {
                buffer.clear();
            }
            maybeResume();
            throw new IllegalArgumentException(overrun.getMessage(), overrun);
        }
    }

    /// Reads up to and with `separator`.
    ///
    /// Raises [IncompleteReadException] when the stream ends first (what had come is then gone from the buffer) and
    /// [LimitOverrunException] when the separator is farther away than the limit (all stays in the buffer).
    public Coroutine<byte[]> readUntil(byte[] separator) {
        Objects.requireNonNull(separator, "separator");
        byte[] own = separator.clone();
        return Coroutine.of(() -> until(own));
    }

    /// As [#readUntil(byte[])] with several separators, of which that counts which ends first.
    public Coroutine<byte[]> readUntil(byte[]... separators) {
        byte[][] own = separators.clone();
        return Coroutine.of(() -> until(own));
    }

    /// As [#readUntil(byte[])] with the separator's UTF-8 bytes.
    public Coroutine<byte[]> readUntil(String separator) {
        Objects.requireNonNull(separator, "separator");
        return readUntil(separator.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] until(byte[]... separators) throws Exception {
        if (separators.length == 0) {
            throw new IllegalArgumentException("readUntil has no separator; give at least one");
        }
        if (separators.length > 1) {
            Arrays.sort(separators, Comparator.comparingInt(separator -> separator.length));
        }
        int shortest = separators[0].length;
        int longest = separators[separators.length - 1].length;
        if (shortest == 0) {
            throw new IllegalArgumentException("readUntil separator is empty; give at least one byte");
        }
        raiseIfBroken();
        int searched = 0; // no separator begins before this index
        while (true) {
            int size = buffer.size();
            if (size - searched >= shortest) {
                int begin = -1;
                int end = Integer.MAX_VALUE;
                for (byte[] separator : separators) {
                    int found = buffer.indexOf(separator, searched);
                    if (found >= 0 && found + separator.length < end) {
                        begin = found;
                        end = found + separator.length;
                    }
                }
                if (begin >= 0) {
                    if (begin > limit) {
                        throw new LimitOverrunException(
                                "Separator is found, but chunk is longer than limit: " + begin
                                        + " bytes before it, limit " + limit
                                        + "; read the chunk, or give a larger limit",
                                begin);
                    }
                    byte[] chunk = buffer.take(end);
                    maybeResume();
                    return chunk;
                }
                searched = Math.max(0, size + 1 - longest);
                if (searched > limit) {
                    throw new LimitOverrunException(
                            "Separator is not found, and chunk exceed the limit: " + searched
                                    + " bytes, limit " + limit + "; read the chunk, or give a larger limit",
                            searched);
                }
            }
            if (eof) {
                throw new IncompleteReadException(buffer.take(size), IncompleteReadException.UNKNOWN);
            }
            waitForData("readUntil");
        }
    }

    /// The next line; ends at the end of the stream.
    @Override
    public byte[] anext() throws Exception {
        byte[] line = line();
        if (line.length == 0) {
            throw new StopAsyncIteration();
        }
        return line;
    }

    /// Begins a read. What somebody else has been woken to receive is there for this one too.
    private void raiseIfBroken() {
        pickup.fetch();
        if (exception != null) {
            throw Rethrow.sneaky(exception);
        }
    }

    private void waitForData(String caller) throws Exception {
        waitForData(caller, null);
    }

    /// @param into where to put what comes, if the coroutine comes for it
    private void waitForData(String caller, @Nullable ByteBuffer into) throws Exception {
        if (waiter != null) {
            throw new IllegalStateException(
                    caller + "() called while another coroutine is already waiting for incoming"
                            + " data; let one coroutine read at a time");
        }
        if (paused && transport != null) {
            paused = false; // waiting while paused would be for ever
            transport.resumeReading();
        }
        Future<@Nullable Void> mine = new Future<>(loop);
        waiter = mine;
        pickup.expect(into);
        try {
            mine.await();
        } finally {
            if (waiter == mine) {
                waiter = null;
            }
        }
    }

    private void maybePause() {
        if (transport != null && !paused && buffer.size() > 2L * limit) {
            transport.pauseReading();
            paused = true;
        }
    }

    private void maybeResume() {
        if (paused && transport != null && buffer.size() <= limit) {
            paused = false;
            transport.resumeReading();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("StreamReader[");
        if (!buffer.isEmpty()) {
            text.append(buffer.size()).append(" bytes, ");
        }
        if (eof) {
            text.append("eof, ");
        }
        if (waiter != null) {
            text.append("waited for, ");
        }
        if (exception != null) {
            text.append("exception=").append(exception).append(", ");
        }
        if (paused) {
            text.append("paused, ");
        }
        return text.append("limit=").append(limit).append(']').toString();
    }
}
